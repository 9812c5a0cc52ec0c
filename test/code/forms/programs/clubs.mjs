import { EventEmitter } from 'node:events';

class Member {
  constructor(key) {
    this.id = key;
    this.visits = 0;
  }
}

export class Clubs {
  members = new Map();
  door = new EventEmitter();

  constructor() {
    this.door.on('left', (member) => {
      member.visits += 1;
      this.members.delete(member);
    });
  }

  add(key) {
    const member = new Member(key);
    this.members.set(member.id, member);
    setImmediate(() => this.door.emit('left', member));
  }
}
