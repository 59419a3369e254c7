/**
 * A text as it stands, and as a reader of HTML or XML, of Markdown and of a workflow's commands
 * sees it, where these differ.
 */
export function readingsOf(text: string): readonly string[] {
  const marked = text.replaceAll(ENTITY, (entity, name: string) => ENTITIES.get(name) ?? entity);
  const plain = marked.replaceAll(/\\(?=[\\`*_[\]{}|~#$])/g, "");
  const told = text.replaceAll(/%(?:25|0D|0A|3A|2C)/g, (escape) => decodeURIComponent(escape));
  return [...new Set([text, marked, plain, told])];
}

const ENTITY = /&(amp|lt|gt|quot|#39|#13|#10|#9);/g;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["#39", "'"],
  ["#13", "\r"],
  ["#10", "\n"],
  ["#9", "\t"],
]);
