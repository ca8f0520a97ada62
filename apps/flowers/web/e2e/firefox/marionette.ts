/**
 * Firefox's own remote control, as far as the tests need it: commands and answers as JSON arrays, each after its length, over a
 * socket (Firefox source docs, "Marionette", protocol 3).
 */
import { connect, type Socket } from "node:net";

/** What WebDriver calls an element in JSON. */
const elementKey = "element-6066-11e4-a52e-4f735466cecf";

interface Failure {
  readonly error: string;
  readonly message: string;
}

export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
  >();
  #received = Buffer.alloc(0);
  #count = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("Firefox has gone."));
    });
  }

  /** Connects and begins a session. */
  static async begin(port: number): Promise<Marionette> {
    const socket = connect(port, "127.0.0.1");
    const client = new Marionette(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on("error", reject);
      // The first message is a greeting.
      socket.on("data", (bytes) => client.#take(bytes, resolve));
    });
    await client.#send("WebDriver:NewSession", {});
    await client.#send("WebDriver:SetTimeouts", { script: 240_000, pageLoad: 240_000 });
    return client;
  }

  async goTo(url: string): Promise<void> {
    await this.#send("WebDriver:Navigate", { url });
  }

  /** Runs the body of an async function in the page; gives what it returns. */
  async run<T>(body: string, args: readonly unknown[] = []): Promise<T> {
    const script = `const done = arguments[arguments.length - 1];
      (async (...args) => { ${body} })(...[...arguments].slice(0, -1)).then(
        (value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value } = (await this.#send("WebDriver:ExecuteAsyncScript", { script, args })) as {
      readonly value: { readonly value?: T; readonly error?: string };
    };
    if (value.error !== undefined) throw new Error(value.error);
    return value.value as T;
  }

  /** Waits until an expression of the page is true, by its changes. */
  async until(expression: string): Promise<void> {
    await this.run(`if (!(${expression})) await new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (!(${expression})) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    })`);
  }

  /** Gives a file to the input that a selector of XPath names. */
  async giveFile(xpath: string, path: string): Promise<void> {
    const { value } = (await this.#send("WebDriver:FindElement", {
      using: "xpath",
      value: xpath,
    })) as { readonly value: Record<string, string> };
    await this.#send("WebDriver:ElementSendKeys", { id: value[elementKey], text: path });
  }

  /** Ends Firefox. */
  async quit(): Promise<void> {
    await this.#send("Marionette:Quit", { flags: ["eForceQuit"] });
    this.#socket.destroy();
  }

  #send(command: string, parameters: object): Promise<unknown> {
    const id = ++this.#count;
    const text = JSON.stringify([0, id, command, parameters]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  #take(bytes: Buffer, greeted: () => void): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const colon = this.#received.indexOf(":");
      const length = Number(this.#received.subarray(0, colon).toString());
      if (colon < 0 || this.#received.length < colon + 1 + length) return;
      const text = this.#received.subarray(colon + 1, colon + 1 + length).toString();
      this.#received = this.#received.subarray(colon + 1 + length);
      const message = JSON.parse(text) as unknown;
      if (Array.isArray(message)) this.#answer(message);
      else greeted();
    }
  }

  #answer(message: readonly unknown[]): void {
    const [, id, failure, value] = message as [number, number, Failure | null, unknown];
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure) waiting?.reject(new Error(`${failure.error}: ${failure.message}`));
    else waiting?.resolve(value);
  }
}
