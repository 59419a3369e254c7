/**
 * Whether a text is a user agent and nothing more: known products with numeric versions, and
 * comments of known platform words. A path, host or name finds no room in it.
 */
export function isUserAgent(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  const words = text.match(/\([^()]*\)|[^\s()]+|[()]/g) ?? [];
  if (words.join(" ") !== text || !words.some((word) => PRODUCT.test(word))) return false;
  // An Electron application puts its own name and version among the products.
  const strange = words.filter((word) => !isKnown(word));
  const isApplication = / Electron\//.test(text) && APPLICATION.test(strange[0] ?? "");
  return strange.length === 0 || (strange.length === 1 && isApplication);
}

const MAX_LENGTH = 400;

function isKnown(word: string): boolean {
  return word.startsWith("(") ? isPlatform(word) : PRODUCT.test(word) || BARE.test(word);
}

function isPlatform(comment: string): boolean {
  const words = comment.slice(1, -1).split(/[;,] ?/);
  return comment.endsWith(")") && words.every((word) => PLATFORM.test(word));
}

const VERSION = String.raw`v?\d{1,9}(?:[._]\d{1,9}){0,4}`;

const NAMES = [
  "Mozilla|AppleWebKit|Chrome|Chromium|HeadlessChrome|Safari|Version|Gecko|Firefox|Focus|Klar",
  "Edg|EdgA|EdgiOS|Edge|OPR|OPT|OPiOS|Opera|Presto|Trident|CriOS|FxiOS|GSA|SamsungBrowser|Vivaldi",
  "YaBrowser|Brave|DuckDuckGo|Ddg|UCBrowser|MiuiBrowser|HuaweiBrowser|Whale|Silk|Electron|Code",
  "Ubuntu|Fedora|SeaMonkey|PaleMoon|Epiphany|Konqueror|QtWebEngine|jsdom|Mobile|Dalvik",
  "posthog-(?:node|js|python|ios|android|go|ruby|php|java|dotnet|react-native)",
  String.raw`node|Node\.js|undici|axios|node-fetch|okhttp|Dart|Bun|Deno|curl|Wget|python-requests`,
  "CFNetwork|Darwin|Go-http-client|Java|Ruby|PHP|ReactNative|Tauri",
].join("|");

const PRODUCT = new RegExp(`^(?:(?:${NAMES})/${VERSION}|Mobile/\\d{2}[A-Z]\\d{1,5}[a-z]?)$`);
const BARE = /^(?:Mobile|like|Gecko|Tablet)$/;
const APPLICATION = new RegExp(`^[A-Za-z]{1,20}/${VERSION}$`);

const PLATFORM = new RegExp(
  `^(?:${[
    "compatible|KHTML|like Gecko|X11|Wayland|U|I|N|wv|K|Touch|Mobile|Tablet|Macintosh|Win64|WOW64",
    "x64|x86_64|x86|arm64|aarch64|ARM64|ARM|Win32|Linux|Ubuntu|Fedora|Debian|iPhone|iPad|iPod touch",
    "Linux (?:x86_64|aarch64|armv[678]l|i[3-6]86)(?: on x86_64)?",
    String.raw`(?:Intel|PPC) Mac OS X(?: \d{1,2}(?:[._]\d{1,3}){0,2})?`,
    String.raw`CPU (?:iPhone )?OS \d{1,2}(?:_\d{1,3}){0,2} like Mac OS X`,
    String.raw`Windows NT \d{1,2}\.\d|Windows|Android(?: \d{1,2}(?:\.\d{1,2}){0,2})?`,
    String.raw`CrOS (?:x86_64|aarch64|armv7l) \d{1,6}(?:\.\d{1,4}){0,2}|(?:Free|Open|Net)BSD amd64`,
    String.raw`rv:\d{1,3}(?:\.\d{1,3}){0,2}|MSIE \d{1,2}\.\d|Trident/\d\.\d|[a-z]{2}-[A-Z]{2}`,
    String.raw`Pixel \d{1,2}a?(?: Pro| XL| Fold| Pro XL)?|SM-[A-Z]\d{3,4}[A-Z]{0,2}\d?`,
  ].join("|")})$`,
);
