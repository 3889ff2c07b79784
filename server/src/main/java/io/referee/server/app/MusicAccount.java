package io.referee.server.app;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Call;
import io.referee.server.call.MusicSource;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// An account of this server that plays hold music. A URI that is none of ours is refused: there is
/// no way to it that anybody pays for. *Engine thread only.*
///
/// @param uri as it is set
record MusicAccount(String uri, Supplier<Directory> directory, Router router, Duration patience)
        implements MusicSource {

    @Override
    public Route route(Call call) {
        Optional<Uri> at = Uri.parse(uri);
        if (at.isPresent() && at.get() instanceof SipUri sip) {
            Optional<Account> account = directory.get().account(sip.plainUser(), sip.domain());
            if (account.isPresent()) {
                return router.incoming(
                        account.get(),
                        RouteQuery.anonymous(
                                sip, directory.get().defaultDomain(), PlanReports.SILENT));
            }
        }
        return new Route.Refused(404, "no account of this server");
    }
}
