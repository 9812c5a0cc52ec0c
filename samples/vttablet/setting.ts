/** Stacks for connections with a setting; a power of two, so that the bucket is a mask away. */
export const SETTING_STACKS = 8;

/**
 * A session setting (`SET @@sql_mode = …`) that a connection may carry between two users. Settings are
 * interned by {@link SettingCache}, so two connections have the same one exactly when it is the same object.
 */
export class Setting {
  /** Statement that applies it. */
  readonly query: string;
  /** Statement that takes it back. */
  readonly resetQuery: string;
  /** Which of the {@link SETTING_STACKS} stacks its idle connections lie on. */
  readonly bucket: number;

  constructor(query: string, resetQuery: string, bucket: number) {
    this.query = query;
    this.resetQuery = resetQuery;
    this.bucket = bucket;
  }
}

/** Interns settings by their statement and spreads them over the stacks in turn. */
export class SettingCache {
  private readonly settings = new Map<string, Setting>();

  get(query: string, resetQuery: string): Setting {
    const known = this.settings.get(query);
    if (known !== undefined) return known;
    const setting = new Setting(query, resetQuery, this.settings.size & (SETTING_STACKS - 1));
    this.settings.set(query, setting);
    return setting;
  }
}
