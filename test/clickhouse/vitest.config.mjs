// What needs a real engine: `npm run test:clickhouse` installs it first, `npm test` never does.
// oxlint-disable-next-line no-default-export -- vitest asks for one
export default {
  test: {
    root: import.meta.dirname,
    include: ["*.proof.ts"],
    testTimeout: 120_000,
    // An engine in process holds one data directory, and two would share this machine's memory.
    fileParallelism: false,
  },
};
