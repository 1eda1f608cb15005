/** What the core of a connection knows of one stream. */
export class CoreStream {
  /** The stream's number. */
  readonly id: number;
  /** How many bytes may be sent on it; below 0 after the peer has lowered its windows. */
  sendWindow: number;
  /** How many bytes the peer may send on it. */
  receiveWindow: number;
  /** How many bytes were taken that the peer was not told of. */
  consumed = 0;
  /** Whether this side has sent all. */
  localEnded = false;
  /** Whether the peer has sent all. */
  remoteEnded = false;
  /** Whether the peer's headers have come: what follows are trailers. */
  hasHeaders = false;
  /** Whether it was reset, by either side. */
  isReset = false;

  /** Makes a stream with its windows. */
  constructor(id: number, sendWindow: number, receiveWindow: number) {
    this.id = id;
    this.sendWindow = sendWindow;
    this.receiveWindow = receiveWindow;
  }
}
