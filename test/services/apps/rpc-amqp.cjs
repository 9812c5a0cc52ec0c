'use strict';
// Requests over RabbitMQ with amqplib: one channel to ask and one to answer, calls by correlation id until the answer or the timeout; the service that
// answers drops one question in 20. Prices asked before are kept for 10 minutes in a table that forgets the oldest beyond 3,000.
const http = require('node:http');
const amqp = require('amqplib');
const { randomUUID } = require('node:crypto');
class Call {
  constructor(id, question) {
    this.id = id;
    this.question = question;
    this.askedAt = Date.now();
    this.timer = null;
    this.settled = false;
    this.answer = new Promise((ok, no) => {
      this.ok = ok;
      this.no = no;
    });
  }
}
class Caller {
  constructor(channel, to, replies) {
    this.channel = channel;
    this.to = to;
    this.replies = replies;
    this.open = new Map();
  }
  ask(question) {
    const call = new Call(randomUUID(), question);
    this.open.set(call.id, call);
    call.timer = setTimeout(() => this.expire(call), 800);
    this.channel.sendToQueue(this.to, Buffer.from(JSON.stringify(question)), {
      correlationId: call.id,
      replyTo: this.replies,
    });
    return call.answer;
  }
  expire(call) {
    call.settled = true;
    this.open.delete(call.id);
    call.no(new Error('no answer in time'));
  }
  hear(message) {
    const call = this.open.get(message.properties.correlationId);
    if (call === undefined) return;
    clearTimeout(call.timer);
    call.settled = true;
    this.open.delete(call.id);
    call.ok(JSON.parse(message.content.toString()));
  }
}
class Prices {
  constructor() {
    this.byArticle = new Map();
  }
  get(article) {
    const known = this.byArticle.get(article);
    return known !== undefined && Date.now() - known.at < 600_000 ? known : undefined;
  }
  set(article, price) {
    this.byArticle.set(article, { price, at: Date.now() });
    if (this.byArticle.size > 3000) this.byArticle.delete(this.byArticle.keys().next().value);
  }
}
(async () => {
  const connection = await amqp.connect('amqp://guest:guest@127.0.0.1');
  const asking = await connection.createChannel();
  const answering = await connection.createChannel();
  const { queue: questions } = await answering.assertQueue('', { exclusive: true });
  const { queue: replies } = await asking.assertQueue('', { exclusive: true });
  let heard = 0;
  await answering.consume(questions, (m) => {
    heard += 1;
    if (heard % 20 !== 0)
      answering.sendToQueue(m.properties.replyTo, Buffer.from(JSON.stringify({ price: heard })), {
        correlationId: m.properties.correlationId,
      });
    answering.ack(m);
  });
  const caller = new Caller(asking, questions, replies);
  const prices = new Prices();
  await asking.consume(replies, (m) => caller.hear(m), { noAck: true });
  const server = http.createServer(async (request, response) => {
    const article = new URL(request.url, 'http://rpc').searchParams.get('article');
    const known = prices.get(article);
    if (known !== undefined) {
      response.end(String(known.price));
      return;
    }
    try {
      const { price } = await caller.ask({ article });
      prices.set(article, price);
      response.end(String(price));
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  server.listen(Number(process.env.PORT || 0), () => console.log('ready', server.address().port));
})();
