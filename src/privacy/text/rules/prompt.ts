import { STOP } from "../../hints.ts";
import type { WholeRule } from "../rule.ts";
import { type Test, testOf } from "../signs/gate.ts";
import type { Signs } from "../signs/signs.ts";

export const prompt: WholeRule = {
  id: "text.prompt",
  severity: "error",
  why: "A prompt is what somebody wrote",
  hint: STOP,
  matches: (text, signs) =>
    isMarked(text, signs) || isMessage(text, signs) || isDialogue(text, signs),
  examples: {
    finds: ["You are a helpful assistant.", "[INST] x [/INST]", '[{"role":"user","content":"hi"}]'],
    passes: ["user", "system", "you are here"],
  },
};

const isMarked = testOf(
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|start_header_id|eot_id)\|>/,
  /\[\/?INST\]|<<\/?SYS>>|### (?:Instruction|Response|Input):/,
  /<(?:system|system-reminder|system_prompt|user_query|instructions|prompt)>/i,
  /\bignore (?:all |any )?(?:the )?(?:previous|prior|above) instructions\b/i,
  /\byou are (?:a|an|the)(?: [^\s.,;:!?]{1,40}){0,3} (?:assistant|agent|expert|engineer|model|bot|AI|reviewer|translator)\b/i,
);

/** A chat message as JSON. */
const isMessage: Test = (text, signs) => hasRole(text, signs) && hasContent(text, signs);
const hasRole = testOf(/"role"\s{0,3}:\s{0,3}"(?:user|system|assistant|tool|developer)"/);
const hasContent = testOf(/"content"\s{0,3}:/);

/** Two different roles, or one `Human:` that says something. */
function isDialogue(text: string, signs: Signs): boolean {
  if (!hasSpeaker(text, signs)) return false;
  const roles = new Set(text.match(/^(?:Human|Assistant|User|System):/gm));
  return roles.size >= 2 || /^Human:[ \t]{0,5}\S{1,100}[ \t]{1,5}\S/m.test(text);
}

const hasSpeaker = testOf(/^(?:Human|Assistant|User|System):/m);
