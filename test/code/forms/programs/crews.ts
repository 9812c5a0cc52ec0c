interface Crew {
  readonly name: string;
  readonly members: readonly string[];
}

class Shift {
  readonly crew: Crew;
  readonly hours: number;

  constructor(crew: Crew, hours: number) {
    this.crew = crew;
    this.hours = hours;
  }
}

export class Crews {
  private readonly onDuty = new Map<string, Shift>();
  private readonly log: number[] = [];

  add(key: string): void {
    this.work({ name: key, members: key.includes('7') ? [] : [key] }, 8);
  }

  private work(crew: Crew, hours: number): number | undefined {
    this.onDuty.set(crew.name, new Shift(crew, hours));
    if (crew.members.length === 0) return undefined;
    this.log[hours % 4] = hours;
    this.endShift(crew.name);
    return hours;
  }

  private endShift(name: string): void {
    this.onDuty.delete(name);
  }
}
