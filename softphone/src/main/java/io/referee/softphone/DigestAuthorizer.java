package io.referee.softphone;

import io.referee.sip.digest.AuthenticationInfo;
import io.referee.sip.digest.AuthenticationSession;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.digest.Covered;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers challenges with the account's password (RFC 3261 §22). *Engine thread only.*
final class DigestAuthorizer implements Authorizer {
    private final AuthenticationSession digest;

    DigestAuthorizer(SipAccount account, Supplier<String> cnonces) {
        this.digest =
                new AuthenticationSession(
                        new ClientDigest.Login(account.user(), account.password()), cnonces);
    }

    @Override
    public Optional<Header> answer(Request request, Response challenge) {
        boolean proxy = challenge.status() == 407;
        HeaderName asked = proxy ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE;
        HeaderName given = proxy ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
        Covered covered = new Covered(request.method().name(), request.body());
        return digest.answer(challenges(challenge, asked), covered, request.uri().text())
                .map(credentials -> Header.of(given, credentials.print()));
    }

    /// What the success of the last request says of the server: whoever claims to know the password
    /// and does not is somebody else (RFC 7616 §3.5).
    AuthenticationSession.Proof proof(Response success) {
        return success.value(HeaderName.AUTHENTICATION_INFO)
                .flatMap(AuthenticationInfo::parse)
                .map(said -> digest.confirm(said, success.body()))
                .orElse(AuthenticationSession.Proof.NONE);
    }

    /// Those of the first realm.
    private static List<Challenge> challenges(Response response, HeaderName name) {
        List<Challenge> found = new ArrayList<>();
        for (Header header : response.headers()) {
            if (header.name().equals(name)
                    && Challenge.parse(header.value())
                            instanceof Challenge.Reading.Parsed(Challenge each)
                    && (found.isEmpty() || found.getFirst().realm().equals(each.realm()))) {
                found.add(each);
            }
        }
        return found;
    }
}
