/** The person behind every personal key, as PostHog shows people. */
export const USER = {
  id: 1,
  uuid: "00000000-0000-4000-8000-000000000001",
  distinct_id: "dev",
  first_name: "Dev",
  last_name: "",
  email: "dev@example.com",
  is_email_verified: true,
  hedgehog_config: null,
  role_at_organization: null,
} as const;
