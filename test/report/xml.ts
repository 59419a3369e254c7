/** An element of an XML document, its entities read. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/**
 * Reads the XML that our formats write, and refuses whatever is not well-formed XML 1.0: no
 * comments, sections or doctypes. Attributes are normalized as XML asks, so a raw line break in
 * one is lost.
 */
export function readXml(source: string): Element {
  if (!/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(source))
    throw new Error("a character that XML cannot hold");
  const body = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  if (body === source) throw new Error("no XML declaration");
  const { element, rest } = readElement(body);
  if (rest.trim() !== "") throw new Error("something behind the root");
  return element;
}

const OPENING = /^<([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*="[^"<]*")*)\s*(\/?)>/;

function readElement(source: string): { element: Element; rest: string } {
  const [opening, name = "", written = "", empty] = OPENING.exec(source) ?? [];
  if (opening === undefined) throw new Error(`no element at ${source.slice(0, 40)}`);
  const pairs = [...written.matchAll(/([\w.-]+)="([^"]*)"/g)].map(
    ([, key = "", value = ""]) => [key, readText(value.replaceAll(/[\t\n\r]/g, " "))] as const,
  );
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error("a key twice");
  const attributes = Object.fromEntries(pairs);
  const children: Element[] = [];
  let text = "";
  let rest = source.slice(opening.length);
  if (empty === "/") return { element: { name, attributes, children, text }, rest };
  for (;;) {
    const [plain = ""] = /^[^<]*/.exec(rest) ?? [];
    text += readText(plain.replaceAll(/\r\n?/g, "\n"));
    rest = rest.slice(plain.length);
    if (rest.startsWith(`</${name}>`))
      return { element: { name, attributes, children, text }, rest: rest.slice(name.length + 3) };
    const child = readElement(rest);
    children.push(child.element);
    rest = child.rest;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function readText(text: string): string {
  if (text.includes("]]>")) throw new Error("the end of a section in a text");
  return text.replaceAll(/&([^;&]*;?)/g, (_, entity: string) => {
    const [, code] = /^#(\d+);$/.exec(entity) ?? [];
    const read = code === undefined ? ENTITIES[entity.slice(0, -1)] : String.fromCodePoint(+code);
    if (read === undefined || !entity.endsWith(";")) throw new Error(`no entity: &${entity}`);
    return read;
  });
}
