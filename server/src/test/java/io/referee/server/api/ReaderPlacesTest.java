package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

class ReaderPlacesTest {
    private static final int OF_USERS = ReaderPlaces.AT_MOST - ReaderPlaces.FOR_ADMINISTRATOR;
    private static final Caller AARON = new Caller.User("aaron");
    private static final Caller BERTA = new Caller.User("berta");
    private static final Caller ADMIN = new Caller.Administrator("");

    private final ReaderPlaces places = new ReaderPlaces();

    private static void refused(int status, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
    }

    private void fill(Caller caller, int many) {
        for (int i = 0; i < many; i++) {
            places.take(caller);
        }
    }

    @Test
    void anOwnerTakesHisOwnPlacesOnly() {
        fill(AARON, ReaderPlaces.OF_OWNER_AT_MOST);

        refused(429, () -> places.require(AARON));
        refused(429, () -> places.take(AARON));
        places.take(BERTA);
        places.take(new Caller.Administrator("aaron"));
        places.leave(AARON);
        places.take(AARON);
        refused(429, () -> places.take(AARON));
    }

    @Test
    void theLastPlacesAreTheAdministrators() {
        for (int i = 0; i < OF_USERS; i++) {
            places.take(new Caller.User("user" + i));
        }
        refused(503, () -> places.take(AARON));
        fill(ADMIN, ReaderPlaces.FOR_ADMINISTRATOR);
        refused(503, () -> places.take(ADMIN));

        places.leave(ADMIN);
        refused(503, () -> places.take(AARON));
        places.take(ADMIN);
    }

    @Test
    void ofManyWhoComeAtOnceNoMoreAreLetInThanThereArePlaces() {
        AtomicInteger letIn = new AtomicInteger();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                all.submit(
                        () -> {
                            places.take(AARON);
                            return letIn.incrementAndGet();
                        });
            }
        }
        assertThat(letIn).hasValue(ReaderPlaces.OF_OWNER_AT_MOST);
    }
}
