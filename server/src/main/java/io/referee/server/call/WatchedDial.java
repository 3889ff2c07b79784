package io.referee.server.call;

import io.referee.sip.message.Header;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ServerTransaction;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What comes of a dial, told to whoever waits for it and then to somebody who looks on, as long as
/// he may. *Engine thread only.*
final class WatchedDial implements Dial.Outcome {
    private final Dial.Outcome inner;
    private final DialWatch watch;
    private boolean looks = true;

    WatchedDial(Dial.Outcome inner, DialWatch watch) {
        this.inner = inner;
        this.watch = watch;
    }

    private void last(Runnable word) {
        if (looks) {
            looks = false;
            word.run();
        }
    }

    @Override
    public void ringing(Leg leg, Response response) {
        inner.ringing(leg, response);
        if (looks) {
            watch.rings(response.status());
        }
    }

    @Override
    public void answered(Leg leg, Response response) {
        inner.answered(leg, response);
        last(() -> watch.answered(leg));
    }

    @Override
    public void failed(int status, String reason) {
        inner.failed(status, reason);
        last(() -> watch.failed(status, reason));
    }

    @Override
    public void failed(Failure failure) {
        inner.failed(failure);
        last(() -> watch.failed(failure.status(), failure.reason()));
    }

    @Override
    public void refused(Route.Refused refused) {
        inner.refused(refused);
        last(() -> watch.failed(refused.status(), refused.reason()));
    }

    @Override
    public void cancelled() {
        inner.cancelled();
        last(watch::cancelled);
    }

    @Override
    public void takenOver() {
        inner.takenOver();
        last(watch::takenOver);
    }

    @Override
    public void announced(int status, String reason, List<Header> headers) {
        inner.announced(status, reason, headers);
    }

    @Override
    public void hold(Optional<Route> source, Consumer<Route.Heard> then) {
        inner.hold(source, then);
    }

    @Override
    public void afterwards(Route.Afterwards wish) {
        inner.afterwards(wish);
    }

    @Override
    public Optional<Route.Refused> objection(Route.Ring ring) {
        return inner.objection(ring);
    }

    @Override
    public void exhausted(Failure failure, Runnable again, Runnable on) {
        inner.exhausted(failure, again, on);
    }

    @Override
    public void requested(Leg leg, ServerTransaction transaction) {
        inner.requested(leg, transaction);
    }
}
