package io.referee.server.provider;

import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
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

/// Answers the challenges of a provider with our password there (RFC 3261 §22). Each request is
/// tried again once, and once more when only the nonce was too old. *Engine thread only.*
public final class ProviderAuthorizer implements Authorizer {
    private final ClientDigest digest = new ClientDigest();
    private final Optional<ClientDigest.Login> login;
    private final String realm;
    private final Supplier<String> cnonces;
    private final Optional<Provider> provider;
    private boolean shown;

    private ProviderAuthorizer(
            Provider.Login login,
            String realm,
            Supplier<String> cnonces,
            Optional<Provider> provider) {
        this.provider = provider;
        this.login =
                login.password().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ClientDigest.Login(login.digestName(), login.password()));
        this.realm = realm;
        this.cnonces = cnonces;
    }

    /// For calls: whatever the realm is.
    ///
    /// @param cnonces fresh random text, whenever asked
    public static ProviderAuthorizer ofCalls(Provider provider, Supplier<String> cnonces) {
        return new ProviderAuthorizer(provider.login(), "", cnonces, Optional.of(provider));
    }

    /// With this login, whatever the realm is.
    ///
    /// @param cnonces fresh random text, whenever asked
    public static ProviderAuthorizer of(Provider.Login login, Supplier<String> cnonces) {
        return new ProviderAuthorizer(login, "", cnonces, Optional.empty());
    }

    /// For registrations: only the realm that the owner has named, if any.
    static ProviderAuthorizer ofRegistration(Provider provider, Supplier<String> cnonces) {
        return new ProviderAuthorizer(
                provider.login(), provider.registration().realm(), cnonces, Optional.of(provider));
    }

    /// For calls over the provider that [#nameOf] has named; none when there is none any more.
    public static Authorizer named(String name, Directory directory, Supplier<String> cnonces) {
        int slash = name.indexOf('/');
        return slash < 0
                ? NONE
                : directory
                        .provider(name.substring(0, slash), name.substring(slash + 1))
                        .<Authorizer>map(provider -> ofCalls(provider, cnonces))
                        .orElse(NONE);
    }

    /// Whose login these credentials for calls are, as `owner/name`; empty when they are no
    /// provider's.
    public static String nameOf(Authorizer credentials) {
        return providerOf(credentials).map(it -> it.owner() + '/' + it.name()).orElse("");
    }

    /// Whose provider's credentials these are; empty when they are no provider's.
    public static Optional<Provider> providerOf(Authorizer credentials) {
        return credentials instanceof ProviderAuthorizer one ? one.provider : Optional.empty();
    }

    /// What a REFER on a leg with these credentials may do; nothing when they are no provider's.
    public static TransferMode transfers(Authorizer credentials) {
        return providerOf(credentials)
                .map(provider -> provider.calls().transfers().mode())
                .orElse(TransferMode.DENY);
    }

    @Override
    public Optional<Header> answer(Request request, Response challenge) {
        boolean proxy = challenge.status() == 407;
        HeaderName given = proxy ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
        Optional<Header> credentials = credentials(request, challenge, given);
        shown |= credentials.isPresent();
        return credentials;
    }

    /// Whether it has shown our password already.
    boolean shown() {
        return shown;
    }

    private Optional<Header> credentials(Request request, Response challenge, HeaderName given) {
        return login.flatMap(
                who ->
                        digest.answer(
                                        ofOneRealm(challenges(challenge)),
                                        who,
                                        new ClientDigest.Attempt(
                                                new Covered(
                                                        request.method().name(), request.body()),
                                                request.uri().text(),
                                                1,
                                                cnonces.get()))
                                .map(credentials -> Header.of(given, credentials.print())));
    }

    /// Those of the realm that is meant, or of the first one.
    private List<Challenge> ofOneRealm(List<Challenge> challenges) {
        if (challenges.isEmpty()) {
            return challenges;
        }
        String wanted = realm.isEmpty() ? challenges.getFirst().realm() : realm;
        return challenges.stream().filter(each -> each.realm().equals(wanted)).toList();
    }

    /// The challenges of a 401 or 407 that can be answered.
    static List<Challenge> challenges(Response response) {
        HeaderName asked =
                response.status() == 407
                        ? HeaderName.PROXY_AUTHENTICATE
                        : HeaderName.WWW_AUTHENTICATE;
        List<Challenge> found = new ArrayList<>();
        for (Header header : response.headers()) {
            if (header.name().equals(asked)
                    && Challenge.parse(header.value())
                            instanceof Challenge.Reading.Parsed(Challenge each)) {
                found.add(each);
            }
        }
        return found;
    }
}
