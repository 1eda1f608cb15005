import type { OCIDescriptor } from "./oci.ts";

/** Who made an image, as far as the Engine is certain of it. Since API 1.53. */
export interface ImageIdentity {
  /** Signatures that were checked. */
  Signature?: SignatureIdentity[] | null;
  /** Where it was pulled from. */
  Pull?: PullIdentity[] | null;
  /** Which build made it. */
  Build?: BuildIdentity[] | null;
}

/** A build that made an image. Since API 1.53. */
export interface BuildIdentity {
  /** The build's name in the builder's records. */
  Ref?: string;
  /** When it ran. */
  CreatedAt?: string;
}

/** A place that an image was pulled from. Since API 1.53. */
export interface PullIdentity {
  /** The repository. */
  Repository?: string;
}

/** A signature of an image. Since API 1.53. */
export interface SignatureIdentity {
  /** What kind of signature it is, for people. */
  Name?: string;
  /** Times that were signed along. */
  Timestamps?: SignatureTimestamp[] | null;
  /** A signer that the Engine knows by itself. */
  KnownSigner?: string;
  /** The image's name that was signed along. */
  DockerReference?: string;
  /** The signer's certificate. */
  Signer?: SignerIdentity | null;
  /** The format, e.g. `bundle-v0.3` or `simplesigning-v1`. */
  SignatureType?: string;
  /** Why the signature does not hold; nothing else is set then. */
  Error?: string;
  /** What is doubtful about it. */
  Warnings?: string[] | null;
}

/** A signed time. Since API 1.53. */
export interface SignatureTimestamp {
  /** Who says so: a transparency log (`Tlog`) or a `TimestampAuthority`. */
  Type?: string;
  /** Where it is kept. */
  URI?: string;
  /** The time. */
  Timestamp?: string;
}

/** The certificate of a signer. Since API 1.53. */
export interface SignerIdentity {
  /** Who issued the certificate. */
  CertificateIssuer?: string;
  /** Whom it names. */
  SubjectAlternativeName?: string;
  /** Who vouched for the signer (OpenID Connect). */
  Issuer?: string;
  /** The instructions that signed. */
  BuildSignerURI?: string;
  /** Their exact version. */
  BuildSignerDigest?: string;
  /** Whose machine it ran on. */
  RunnerEnvironment?: string;
  /** The source's repository. */
  SourceRepositoryURI?: string;
  /** The source's exact version. */
  SourceRepositoryDigest?: string;
  /** The source's branch or tag. */
  SourceRepositoryRef?: string;
  /** The repository's lasting id. */
  SourceRepositoryIdentifier?: string;
  /** The repository's owner. */
  SourceRepositoryOwnerURI?: string;
  /** The owner's lasting id. */
  SourceRepositoryOwnerIdentifier?: string;
  /** The instructions that began the build. */
  BuildConfigURI?: string;
  /** Their exact version. */
  BuildConfigDigest?: string;
  /** What set the build off. */
  BuildTrigger?: string;
  /** The run of the build. */
  RunInvocationURI?: string;
  /** Who could see the source at that time. */
  SourceRepositoryVisibilityAtSigning?: string;
}

/** A statement about how an image was made. Since API 1.55. */
export interface AttestationStatement {
  /** What points to the statement. */
  Descriptor: OCIDescriptor;
  /** The statement's kind, an URI. */
  PredicateType: string;
  /** The statement itself; only when asked for. */
  Statement?: Record<string, unknown> | null;
}
