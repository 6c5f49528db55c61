/** The vault under attack, as the attacker knows it. */
export interface World {
  origin: string;
  keys: {
    /** Of type `server_to_server`, with all permissions on tokens. */
    server: string;
    /** Of type `public`, which may create and nothing else. */
    public: string;
    /** Of type `elements`, which may create and nothing else. */
    elements: string;
  };
  /** Ids of tokens with 900 KB of data each, of the attacker's own tenant. */
  large: readonly string[];
  /** Calls the vault and gives the JSON of its answer. */
  call<Body>(method: string, path: string, key: string, body?: unknown): Promise<Body>;
}

export interface HostileRequest {
  method: string;
  path: string;
  key?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: string | undefined;
  /** The answer is not read; the connection stays open until the attack ends. */
  unread?: boolean;
  /** Of the body only this much is sent. */
  sent?: number;
}

/** One way to occupy a vault. Add a row to `attacks.ts`, or to `corpus.ts` if tests should send it too, for each that is found. */
export interface Attack {
  name: string;
  /** Makes what the requests need, before anything is measured. What it gives is handed to `request`. */
  prepare?(world: World): Promise<string>;
  /** The request of each caller, which sends it again and again. */
  request(world: World, prepared: string): HostileRequest;
  /** Callers at the same time; 20 when not given. */
  callers?: number;
}
