class Job {
  constructor(key) {
    this.key = key;
    this.doneAt = 0;
  }
}

export class Jobs {
  jobs = [];

  constructor() {
    setInterval(() => this.tidy(), 1000);
  }

  add(key) {
    const job = new Job(key);
    this.jobs.push(job);
    job.doneAt = Date.now();
  }

  tidy() {
    const before = Date.now() - 1000;
    this.jobs.filter((job) => job.doneAt === 0 || job.doneAt > before);
  }
}
