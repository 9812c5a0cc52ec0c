import { IdNumbers } from './id-numbers.js';

/** A field or variable, known across snapshots by the node id of its owner and its name. */
export interface FieldKey {
  readonly ownerId: number;
  readonly field: string;
}

/** A number for each of many fields: a table of owners for each of the names, of which there are few. */
export class FieldNumbers {
  readonly #byName = new Map<string, IdNumbers>();

  /** If an owner has a property and a variable of the same name, the first one counts. */
  add({ ownerId, field }: FieldKey, value: number): void {
    let owners = this.#byName.get(field);
    if (owners === undefined) {
      owners = new IdNumbers();
      this.#byName.set(field, owners);
    }
    owners.add(ownerId, value);
  }

  get({ ownerId, field }: FieldKey): number | undefined {
    return this.#byName.get(field)?.get(ownerId);
  }

  *keys(): Generator<FieldKey> {
    for (const [field, owners] of this.#byName) for (const ownerId of owners.ids()) yield { ownerId, field };
  }
}
