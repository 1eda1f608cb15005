import type { OCIDescriptor, OCIPlatform } from "./oci.ts";

/** Credentials for a registry, as the Engine takes them. */
export interface AuthConfig {
  /** The user's name. */
  username?: string | undefined;
  /** The password. */
  password?: string | undefined;
  /** Both as base64 of `name:password`. */
  auth?: string | undefined;
  /** The user's address. Until API 1.51. */
  email?: string | undefined;
  /** The registry, a host with or without a port; Docker Hub is `https://index.docker.io/v1/`. */
  serveraddress?: string | undefined;
  /** A token that stands for name and password. */
  identitytoken?: string | undefined;
  /** A token that is sent as it is. */
  registrytoken?: string | undefined;
}

/** The answer to a login. */
export interface AuthResult {
  /** How it went, for people. */
  Status: string;
  /** A token that can stand for name and password; empty if the registry gives none. */
  IdentityToken?: string;
}

/** What a registry knows of an image. Since API 1.30. */
export interface DistributionInspect {
  /** What its name points to. */
  Descriptor: OCIDescriptor;
  /** Its platforms. */
  Platforms: OCIPlatform[] | null;
}
