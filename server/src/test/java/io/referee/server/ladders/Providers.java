package io.referee.server.ladders;

import io.referee.server.account.Provider;
import io.referee.sip.transport.Transport;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The providers of a world, whose servers its phones play. *Immutable.*
///
/// @param clusters names, and the phones that stand behind them
record Providers(Map<String, List<String>> clusters, Transport transport) {

    /// A provider of [World#OWNER].
    ///
    /// @param phone who plays its server
    /// @param change what else is set
    record Spec(String name, String phone, UnaryOperator<Provider> change) {}

    /// The same provider with a registration for ten minutes.
    static Provider registering(Provider provider) {
        return new Provider(
                provider.owner(),
                provider.name(),
                provider.server(),
                provider.login(),
                provider.calls(),
                new Provider.Registration(true, "", "", "", 600, false, ""));
    }

    /// The same provider, whose REFERs may do this.
    static Provider transferring(Provider provider, Provider.Transfers transfers) {
        return with(provider, transfers, provider.calls().shown());
    }

    /// The same provider, which is told this of callers.
    static Provider shown(Provider provider, Provider.Shown shown) {
        return with(provider, provider.calls().transfers(), shown);
    }

    private static Provider with(
            Provider provider, Provider.Transfers transfers, Provider.Shown shown) {
        Provider.Calls calls = provider.calls();
        return new Provider(
                provider.owner(),
                provider.name(),
                provider.server(),
                provider.login(),
                new Provider.Calls(
                        calls.outboundProxy(),
                        calls.from(),
                        calls.customHeaders(),
                        calls.referToForm(),
                        transfers,
                        shown),
                provider.registration());
    }

    List<Provider> of(List<Spec> specs, Map<String, Phone> there) {
        return specs.stream()
                .map(spec -> spec.change().apply(plain(spec.name(), there.get(spec.phone()))))
                .toList();
    }

    private Provider plain(String name, Phone server) {
        String host =
                clusters.entrySet().stream()
                        .filter(cluster -> cluster.getValue().contains(server.name()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(server.host());
        String parameter = transport.reliable() ? ";transport=tcp" : "";
        return new Provider(
                World.OWNER,
                name,
                "sip:" + host + parameter,
                new Provider.Login("u", "", "p"),
                Provider.Calls.PLAIN,
                Provider.Registration.NONE);
    }
}
