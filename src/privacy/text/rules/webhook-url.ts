import { REVOKE } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const webhookUrl: SpanRule = {
  id: "secret.webhook-url",
  severity: "error",
  why: "Whoever knows the address of a webhook can post to it",
  hint: REVOKE,
  needs: /\/(?:services|workflows|triggers|webhooks|webhookb2|catch)\//,
  find: spansOf(
    /(?:https?:\/\/)?(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/_-]{20,80}|(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/webhooks\/\d{15,20}\/[A-Za-z0-9_-]{40,90}|[a-z0-9-]{1,63}\.webhook\.office\.com\/webhookb2\/[A-Za-z0-9@/_-]{40,300}|hooks\.zapier\.com\/hooks\/catch\/\d{3,12}\/[a-z0-9]{5,20}\/?)/g,
  ),
  examples: {
    finds: ["https://hooks.slack.com/services/T0FAKE000/B0FAKE000/FAKEFAKEFAKE"],
    passes: ["https://hooks.slack.com/"],
  },
};
