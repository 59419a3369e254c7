/** What to do about what several rules find. */
export const REVOKE = "Stop sending it, and revoke it, for it has left the machine";
export const STOP = "Stop sending it, or send a class of it from a closed list";
export const DECLARE = "Declare it in the catalogue, or stop sending it";
export const CLOSE = "Send one of the declared values, or add this one to the declaration";
export const SEND = "Send what the schema declares, in its one form";
export const COARSER = "Release less, or coarser";
export const GRANT = "Count nothing before a grant";
export const CHANGE = "Declare the change, or undo it";
export const LOG = "Look at the log";
