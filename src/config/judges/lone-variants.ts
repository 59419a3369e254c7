import { type Judge, pathOf } from "../judgement.ts";

/** Groups that give a variant although their flag declares none: PostHog refuses such a flag. */
export const loneVariants: Judge = ({ flags, experiments }) =>
  [...flags, ...experiments]
    .filter(({ variants }) => variants.length === 0)
    .flatMap((declaration) =>
      declaration.groups.flatMap(({ variant }, index) =>
        variant === undefined
          ? []
          : [
              {
                rule: "targeting.undeclared-variant",
                severity: "warning" as const,
                path: [...pathOf(declaration), "groups", index, "variant"],
                message:
                  "The group gives a variant and the flag declares none: declare its variants beside it",
              },
            ],
      ),
    );
