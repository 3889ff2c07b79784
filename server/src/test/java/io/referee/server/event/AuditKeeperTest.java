package io.referee.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class AuditKeeperTest {
    private final Facts.Book book = new Facts.Book();
    private final Facts facts = new Facts(new AuditKeeper(book));

    private void asks(String transfer) {
        facts.asks(1, transfer, "a1", "b", "sip:carol@localhost");
    }

    private static TransferFact blocked(String transfer, String setting) {
        return new TransferFact.Blocked(transfer, 603, "Not allowed", setting);
    }

    @Test
    void whatTheGuardSaysIsARowWithItsTimeAndCount() {
        facts.fact(1.0004, "", new SecurityFact("limited", "192.0.2.1", "a@x", "calls", 7));

        assertThat(book.audit)
                .containsExactly(
                        new AuditEntry(
                                1,
                                Facts.at(1),
                                "aaron",
                                "security.limited",
                                "G",
                                "192.0.2.1",
                                "a@x",
                                "calls",
                                7));
    }

    @Test
    void theSameInACallIsOneRowAsLongAsADatagramMayComeTwice() {
        SecurityFact same = new SecurityFact("refused", "192.0.2.1", "a@x", "Replaces: 403", 1);
        facts.fact(1, "", same);
        facts.fact(32.9, "", same);
        facts.fact(33.1, "", same);
        facts.fact(34, "", new SecurityFact("refused", "192.0.2.2", "a@x", "Replaces: 403", 1));
        facts.fact(34, "", "", same).fact(34, "", "", same);

        assertThat(book.audit)
                .extracting(AuditEntry::at)
                .containsExactly(
                        Facts.at(1), Facts.at(33.1), Facts.at(34), Facts.at(34), Facts.at(34));
    }

    @Test
    void aTransferThatIsBlockedIsARowWithWhoAskedAndWhatWouldAllowIt() {
        asks("T1");
        facts.fact(2, "", blocked("T1", "transfer: consume"));
        asks("T2");
        facts.fact(2, "", blocked("T2", ""));

        assertThat(book.audit).extracting(AuditEntry::type).containsOnly("transfer.blocked");
        assertThat(book.audit).extracting(AuditEntry::account).containsOnly("a1@localhost");
        assertThat(book.audit)
                .extracting(AuditEntry::reason)
                .containsExactly(
                        "603 Not allowed; allowed by transfer: consume", "603 Not allowed");
    }

    @Test
    void aTransferThatGoesOnIsNone() {
        asks("T1");
        facts.fact(2, "", new TransferFact.Accepted("T1"));
        facts.fact(3, "", new TransferFact.Failed("T1", "target", 486, "Busy Here"));

        assertThat(book.audit).isEmpty();
    }

    @Test
    void whatStrangersWroteIsCut() {
        String reason = "x".repeat(AuditKeeper.TEXT_AT_MOST + 1);
        facts.fact(1, "", new SecurityFact("refused", "", "", reason, 1));

        assertThat(book.audit.getFirst().reason()).hasSize(AuditKeeper.TEXT_AT_MOST);
    }

    @Test
    void whatStrangersWroteMovesNobodysCursor() {
        String account = "a\u001b[2J\u009b\n@x";
        facts.fact(1, "", new SecurityFact("refused", "", account, "b\tc", 1));

        assertThat(book.audit.getFirst().account()).isEqualTo("a?[2J??@x");
        assertThat(book.audit.getFirst().reason()).isEqualTo("b?c");
    }

    @Test
    void whoAskedForTransfersThatNeverEndIsForgotten() {
        for (int i = 0; i <= AuditKeeper.ASKED_AT_MOST; i++) {
            asks("T" + i);
        }
        facts.fact(2, "", blocked("T0", ""));
        facts.fact(2, "", blocked("T1", ""));

        assertThat(book.audit).extracting(AuditEntry::account).containsExactly("", "a1@localhost");
    }

    @Test
    void nothingElseIsARow() {
        facts.call("sip:a@x", "sip:b@x")
                .leg(0, "a1", "in", "", "inbound")
                .ends(1, "a1", 200, "BYE");
        facts.fact(
                1,
                "a1",
                new TransferFact.Requested(
                        "T",
                        "api",
                        "blind",
                        "a1",
                        "",
                        "x",
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty()));

        assertThat(book.audit).isEmpty();
    }
}
