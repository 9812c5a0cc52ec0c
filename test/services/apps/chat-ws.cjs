'use strict';
// Chat over ws: who is connected, by session and by room; the last 50 messages of a room; and unread counts for those who are away,
// which a sweep removes after 30 minutes.
const { WebSocketServer } = require('ws');
class Member {
  constructor(socket, session, room) {
    this.socket = socket;
    this.session = session;
    this.room = room;
    this.joinedAt = Date.now();
    this.sent = 0;
  }
}
class Room {
  constructor(name) {
    this.name = name;
    this.members = new Set();
    this.history = [];
  }
  say(text) {
    this.history.push(text);
    if (this.history.length > 50) this.history.shift();
    for (const m of this.members) m.socket.send(text);
  }
}
class Presence {
  constructor() {
    this.bySession = new Map();
    this.rooms = new Map();
    this.away = new Map();
    this.sweep = setInterval(() => this.forget(), 60_000);
  }
  join(socket, session, name) {
    let room = this.rooms.get(name);
    if (room === undefined) this.rooms.set(name, (room = new Room(name)));
    const member = new Member(socket, session, room);
    this.bySession.set(session, member);
    room.members.add(member);
    this.away.delete(session);
    return member;
  }
  leave(member) {
    member.room.members.delete(member);
    this.bySession.delete(member.session);
    this.away.set(member.session, { since: Date.now(), unread: 0 });
  }
  forget() {
    const old = Date.now() - 30 * 60_000;
    for (const [session, { since }] of this.away) if (since < old) this.away.delete(session);
  }
}
const presence = new Presence();
const server = new WebSocketServer({ port: Number(process.env.PORT || 0), host: '127.0.0.1' }, () =>
  console.log('ready', server.address().port),
);
server.on('connection', (socket, request) => {
  const url = new URL(request.url, 'http://chat');
  const member = presence.join(socket, url.searchParams.get('session'), url.searchParams.get('room'));
  socket.on('message', (data) => {
    member.sent += 1;
    member.room.say(String(data));
  });
  socket.on('close', () => presence.leave(member));
});
