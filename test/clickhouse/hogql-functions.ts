/** With how many arguments HogQL knows a function; undefined if it does not. */
export function arityOf(name: string): readonly [least: number, most: number] | undefined {
  return FUNCTIONS.get(name) ?? FUNCTIONS.get(name.toLowerCase());
}

/** What PostHog calls some of them in ClickHouse, and what it adds. */
export const CLICKHOUSE_NAMES: Readonly<
  Record<string, { readonly name: string; readonly after?: string }>
> = {
  _toUInt64: { name: "toUInt64" },
  _toInt64: { name: "toInt64" },
  toInt: { name: "accurateCastOrNull", after: ", 'Int64'" },
  toFloat: { name: "accurateCastOrNull", after: ", 'Float64'" },
};

const ANY = Infinity;

/**
 * The functions of HogQL that a replay may use (posthog/hogql/functions: mapping, aggregations,
 * clickhouse/*). One that takes no parameters of its own is printed with those that it is given.
 */
const FUNCTIONS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ...named(
    "JSONExtractKeysAndValuesRaw JSONExtractKeys JSONExtractRaw JSONExtractArrayRaw",
    1,
    ANY,
  ),
  ...named("JSONExtractString JSONExtractFloat JSONExtractBool JSONExtractInt", 1, ANY),
  ...named("JSONExtractUInt JSONType JSONHas JSONLength coalesce uniqExact", 1, ANY),
  ...named("isValidJSON isValidUTF8 length lengthUTF8 lower upper reverse empty notEmpty", 1),
  ...named("arrayDistinct arrayFlatten arrayEnumerate arrayPopBack arrayReverse arrayJoin", 1),
  ...named("arrayMap arrayFilter arrayConcat arrayZip concat and or", 2, ANY),
  ...named("arrayExists arrayAll arrayCount arraySort arrayUniq", 1, ANY),
  ...named("arrayMin arrayMax arraySum arrayStringConcat sumMap minMap maxMap toString", 1, 2),
  ...named("arraySlice position tupleElement formatDateTime", 2, 3),
  ...named("array tuple", 0, ANY),
  ...named("has hasAll hasAny indexOf arrayElement match multiMatchAny multiSearchAny", 2),
  ...named("startsWith endsWith extractAll least greatest ifNull nullIf like", 2),
  ...named("substring substringUTF8 if replaceAll replaceOne replaceRegexpAll", 3),
  ...named("multiIf", 3, ANY),
  ...named("transform", 3, 4),
  ...named("toDateTime64", 1, 3),
  ...named("isNull isNotNull assumeNotNull not toFloat toInt _toUInt64 _toInt64", 1),
  ...named("plus minus multiply divide modulo intDiv", 2),
  ...named("bitAnd bitOr bitXor bitShiftLeft bitShiftRight", 2),
  ...named("hex unhex reinterpretAsUInt64 cityHash64 toJSONString", 1),
  ...named("count", 0, 1),
  ...named("countIf", 1, 2),
  ...named("min max sum any groupArray groupUniqArray", 1),
  ...named("sumIf minIf maxIf anyIf groupArrayIf groupUniqArrayIf argMin argMax", 2),
]);

function named(names: string, least: number, most = least): [string, readonly [number, number]][] {
  return names.split(" ").map((name) => [name, [least, most]]);
}
