// The node `ws` peer: the same paths as python_peer.py. Prints {"ws": PORT} and serves until ended.
'use strict';
const { WebSocketServer } = require('ws');

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
};

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, () => {
  console.log(JSON.stringify({ ws: server.address().port }));
});
server.on('connection', (ws, request) => {
  ws.on('error', () => {});
  const serve = paths[request.url];
  if (serve) serve(ws); else ws.close(1008, 'no such path');
});
