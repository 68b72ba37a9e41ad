import { connect, createServer, type Socket } from 'node:net';
import { listen } from './ssh-server.ts';

/** A TCP server that does whatever `behave` does with each connection; for servers that do not speak SSH properly. */
export async function startRawServer(
  behave: (socket: Socket, number: number) => void,
): Promise<{ readonly port: number; readonly accepted: () => number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    behave(socket, accepted);
  });
  const port = await listen(server);
  return {
    port,
    accepted: () => accepted,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Passes a connection on to another port; both ends close together. Returns the other connection. */
export function forward(socket: Socket, port: number): Socket {
  const upstream = connect({ port, host: '127.0.0.1', noDelay: true });
  upstream.on('error', () => undefined);
  upstream.on('close', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  socket.pipe(upstream).pipe(socket);
  return upstream;
}
