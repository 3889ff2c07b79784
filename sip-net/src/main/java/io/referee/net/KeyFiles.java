package io.referee.net;

import java.nio.file.Path;

/// A certificate and its private key, in PEM files. *Immutable.*
///
/// @param certificate the certificate, then those that lead to the authority
/// @param key PKCS#8, PKCS#1 or SEC 1, without a pass phrase
public record KeyFiles(Path certificate, Path key) {}
