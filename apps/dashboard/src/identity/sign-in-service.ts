/** Who is signed in, as the sign-in service describes them. */
export interface Account {
  readonly name: string;
  /** E-mail or user name; empty when the service tells neither. */
  readonly login: string;
  readonly roles: readonly string[];
}

export interface Grant {
  readonly account: Account;
  readonly accessToken: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

/** What the session needs of an OpenID Connect client. Everything rejects with `DashboardError`. */
export interface SignInService {
  /** The grant that this tab holds, expired or not. */
  current(): Promise<Grant | undefined>;
  /** Leaves the page for the provider's sign-in. */
  begin(): Promise<void>;
  /** Reads the provider's answer, which came as the page's address. */
  finish(url: string): Promise<Grant>;
  /** A new access token without the person. */
  renew(): Promise<Grant>;
  /** Drops what this tab holds. */
  forget(): Promise<void>;
  /** Leaves the page to end the session at the provider too. */
  end(): Promise<void>;
}
