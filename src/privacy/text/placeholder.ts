/** Whether a value only stands where a secret would: a variable, a mask, a word like "none". */
export function isPlaceholder(value: string): boolean {
  const distinct = new Set(value).size;
  return (
    distinct <= 2 ||
    (distinct <= 3 && value.length >= 12) ||
    VARIABLE.test(value) ||
    WORD.test(value) ||
    /^(?:your[-_]|xxx|\.\.\.|\*\*\*)/i.test(value)
  );
}

const VARIABLE = /^(?:\$\w+|\$\{[^}]*\}|<[^>]*>|\{\{.*\}\}|%\w+%|\[[^\]]*\])$/s;
const WORD =
  /^(?:null|none|nil|true|false|undefined|redacted|hidden|masked|changeme|required|missing|invalid|expired|incorrect|unset|string|value|empty)$/i;
