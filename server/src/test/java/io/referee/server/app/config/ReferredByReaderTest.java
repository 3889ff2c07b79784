package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.document.Document;
import io.referee.server.transfer.ReferredByRules;
import io.referee.server.transfer.ReferredByRules.Trust;
import io.referee.server.transfer.TransferSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/// What is set for the target of a transfer to be told.
class ReferredByReaderTest {
    private static TransferSettings read(String text, Map<String, String> variables) {
        return ConfigurationReader.read(Document.yaml("r.yaml", text), variables).transfer();
    }

    @ParameterizedTest
    @CsvSource({
        "off, required, NOBODY, true",
        "accounts, optional, ACCOUNTS, false",
        "on, optional, EVERYBODY, false"
    })
    void whoseReferredByGoesOn(String trust, String token, Trust read, boolean needed) {
        String text = "referredBy: {trust: " + trust + ", token: " + token + "}\n";

        assertThat(read(text, Map.of()).referredBy()).isEqualTo(new ReferredByRules(read, needed));
    }

    @Test
    void withoutAWordAccountsAreBelievedAndNothingIsProved() {
        assertThat(read("domains: [x.example]\n", Map.of()).referredBy())
                .isEqualTo(ReferredByRules.STANDARD);
    }

    @Test
    void aVariableOfTheEnvironmentSaysIt() {
        Map<String, String> variables = Map.of("REFEREE_REFERRED_BY_TRUST", "off");

        assertThat(read("domains: [x.example]\n", variables).referredBy().trust())
                .isEqualTo(Trust.NOBODY);
    }

    @Test
    void theTrunkOfTheTransfereeIsPreferredWhenThatIsSet() {
        assertThat(read("transfer: {preferSameTrunk: on}\n", Map.of()).target().sameTrunk())
                .isTrue();
        assertThat(TransferSettings.STANDARD.target().sameTrunk()).isFalse();
    }

    @Test
    void historyIsWrittenWhenThatIsSet() {
        assertThat(read("transfer: {historyInfo: on}\n", Map.of()).historyInfo()).isTrue();
        assertThat(TransferSettings.STANDARD.historyInfo()).isFalse();
    }
}
