package io.referee.net;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

/// Which certificate is shown to whom: the one of the name that the peer asked for (RFC 6066 §3),
/// else the first. An alias is the place in the list. *Any thread.*
final class ShownKeys extends X509ExtendedKeyManager {
    private final List<Credential> credentials;

    ShownKeys(List<Credential> credentials) {
        this.credentials = List.copyOf(credentials);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return socket instanceof SSLSocket tls
                ? shown(keyType, tls.getHandshakeSession())
                : shown(keyType, null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return shown(keyType, engine.getHandshakeSession());
    }

    private @Nullable String shown(String keyType, @Nullable SSLSession handshake) {
        String asked = asked(handshake);
        boolean known = !asked.isEmpty() && has(asked);
        for (int i = 0; i < credentials.size(); i++) {
            Credential one = credentials.get(i);
            boolean named = known ? one.answersTo(asked) : like(one, credentials.getFirst());
            if (named && one.key().getAlgorithm().equals(keyType)) {
                return Integer.toString(i);
            }
        }
        return null;
    }

    private boolean has(String name) {
        return credentials.stream().anyMatch(one -> one.answersTo(name));
    }

    /// The same domain may have an RSA and an EC certificate.
    private static boolean like(Credential one, Credential other) {
        return one == other || one.names().equals(other.names());
    }

    private static String asked(@Nullable SSLSession handshake) {
        if (handshake instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name.getType() == StandardConstants.SNI_HOST_NAME) {
                    return new SNIHostName(name.getEncoded()).getAsciiName();
                }
            }
        }
        return "";
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        for (int i = 0; i < credentials.size(); i++) {
            if (List.of(keyTypes).contains(credentials.get(i).key().getAlgorithm())) {
                return Integer.toString(i);
            }
        }
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credentials.get(Integer.parseInt(alias)).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credentials.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    private String[] aliases(String keyType) {
        return java.util.stream.IntStream.range(0, credentials.size())
                .filter(i -> credentials.get(i).key().getAlgorithm().equals(keyType))
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }
}
