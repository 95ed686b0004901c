// The node `ws` peer: paths as in python_peer.py. Prints {"ws": PORT, "deflate": PORT} and serves until ended.
'use strict';
const { WebSocketServer } = require('ws');

const crypto = require('crypto');

const noise = crypto.createHash('shake256', { outputLength: 1500 }).update('noise').digest('hex');
const megabyte = '0123456789abcdef'.repeat(65536);
// [is binary, the fragments of a message, ...]: what is sent, and has to come back as one message each.
const cases = [
  [false, ['h\u00e9llo \u{1f44d}']], [true, [Buffer.from([...Array(256).keys()])]], [false, ['']], [true, ['']],
  [false, ['frag', '', 'ment', 'ed']], [true, [Buffer.alloc(300), Buffer.alloc(70000, 255)]],
  [false, [megabyte]], [true, [crypto.randomBytes(1 << 20)]], [false, [noise], [noise], [noise]],
];
let failures = [];

const runCase = (ws, number) => {
  const [isBinary, ...messages] = cases[number - 1];
  const next = () => {
    if (!messages.length) return ws.close(4000 + number, 'case over');
    messages[0].forEach((piece, n, all) => ws.send(piece, { binary: isBinary, fin: n === all.length - 1 }));
  };
  ws.on('message', (data, binary) => {
    const whole = Buffer.concat(messages.shift().map((piece) => Buffer.from(piece)));
    if (!whole.equals(data) || binary !== isBinary) failures.push(`case ${number}: ${data.length} of ${whole.length}`);
    next();
  });
  ws.on('close', (code) => { if (code !== 4000 + number) failures.push(`case ${number}: closed with ${code}`); });
  next();
};

const paths = {
  '/echo': (ws) => ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary })),
  '/text': (ws) => { for (let n = 1; n <= 5; n++) ws.send(`node text ${n}`); },
  '/binary': (ws) => ws.send(Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0x00, 0x02])),
  '/fragments': (ws) => {
    // A ping before each fragment but the first.
    ['frag ', 'ment', 'ed n', 'ode'].forEach((piece, n, all) => {
      if (n) ws.ping(`mid ${n}`);
      ws.send(piece, { fin: n === all.length - 1 });
    });
  },
  '/ping': (ws) => {
    ws.on('pong', () => ws.send('pong came back'));
    ws.ping('are you there');
  },
  '/close1011': (ws) => {
    ws.send('before the end');
    ws.close(1011, 'the disk is on fire');
  },
  '/large': (ws) => { ws.send(megabyte); ws.close(1000); },
  '/repeats': (ws) => { for (let n = 0; n < 3; n++) ws.send(noise); ws.close(1000); },
  '/getCaseCount': (ws) => { ws.send(String(cases.length)); ws.close(1000); },
  '/runCase': (ws, query) => runCase(ws, Number(query.get('case'))),
  '/updateReports': (ws) => ws.close(1000),
  '/verdict': (ws) => { ws.send(JSON.stringify(failures)); failures = []; ws.close(1000); },
};

const ports = {};
for (const [name, perMessageDeflate] of [['ws', false], ['deflate', true]]) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate }, () => {
    ports[name] = server.address().port;
    if (Object.keys(ports).length === 2) console.log(JSON.stringify(ports));
  });
  server.on('connection', (ws, request) => {
    ws.on('error', () => {});
    const url = new URL(request.url, 'ws://peer');
    const serve = paths[url.pathname];
    if (serve) serve(ws, url.searchParams); else ws.close(1008, 'no such path');
  });
}
