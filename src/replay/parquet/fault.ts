/** Why a file cannot be read as Parquet: words that go on after a colon, free of any value in it. */
export class ParquetFault extends Error {
  override readonly name = "ParquetFault";
  /** Whether the file may well be sound, and only is not read here. */
  readonly isLegal: boolean;

  constructor(message: string = "its data is damaged", options: { readonly isLegal?: true } = {}) {
    super(message);
    this.isLegal = options.isLegal ?? false;
  }
}
