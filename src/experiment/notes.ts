import { isOver } from "./lifecycle.ts";
import type { Subject } from "./subject.ts";

/** Something a plan leaves as it is. */
export interface Note {
  readonly key: string;
  readonly message: string;
}

/** What a person should know about a subject that no change tells. */
export function notesOf(subject: Subject): Note[] {
  const { declaration, flag, experiment, foreign, rivals } = subject;
  const { key } = declaration;
  const note = (message: string): Note => ({ key, message });
  const notes: Note[] = [];
  if (rivals > 1)
    notes.push(note(`Flag "${key}" carries ${rivals} experiments: one of them is looked at`));
  if (experiment !== undefined && isOver(experiment.stage))
    return [
      ...notes,
      note(
        `Experiment "${key}" is ${experiment.stage}: its flag and definition are left as they are`,
      ),
    ];
  if (flag?.archived === true) notes.push(note(`Flag "${key}" is archived: it is left as it is`));
  else if (flag?.frozen === true)
    notes.push(note(`Flag "${key}" has its enrolment frozen: it is left as it is`));
  else if (foreign.length > 0)
    notes.push(note(`Flag "${key}" serves an experiment that the config does not declare`));
  if (declaration.kind === "experiment" && experiment === undefined && flag?.flag.active === true)
    notes.push(note(`Flag "${key}" is active already: people get variants before the launch`));
  return notes;
}
