package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.document.Document;
import io.referee.server.transfer.NotifyStyles;
import io.referee.server.transfer.NotifyStyles.NotifyStyle;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.TransferSettings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TransferReaderTest {
    @Test
    void theRulesOfTransfersAreRead() {
        String text =
                """
                transfer:
                  ringTimeout: 20
                  denied: ["0900", "118"]
                  headers: [X-Ticket]
                  strategy: late-y
                  music: sip:music@localhost
                  successPoint: answered
                  onFail: hangup
                  callerId: transferor
                refer: {acceptCode: 200, notify: immediate200, notifyAfterBye: none, outOfDialog: accounts}
                replaces: {lenient: on, takeover: on, remote: on}
                pass: {fallback: consume, replaces: release}
                """;

        TransferSettings read =
                ConfigurationReader.read(
                                Document.yaml("r.yaml", text),
                                Map.of("REFEREE_TRANSFER_PER_DAY", "7"))
                        .transfer();

        TransferSettings usual = TransferSettings.STANDARD;
        assertThat(read)
                .isEqualTo(
                        new TransferSettings(
                                usual.times().ring(Duration.ofSeconds(20)),
                                usual.limits().perDay(7).denied(List.of("0900", "118")),
                                new TransferSettings.ReferRules(
                                        TransferSettings.AcceptCode.OK,
                                        NotifyStyles.all(NotifyStyle.IMMEDIATE),
                                        false,
                                        true,
                                        List.of("X-Ticket")),
                                new TransferSettings.ReplacesRules(true, true, true),
                                new TransferSettings.PassRules(true, true),
                                new TransferSettings.MediaRules(
                                        TransferSettings.Strategy.LATE_Y,
                                        false,
                                        Optional.of("sip:music@localhost"),
                                        true),
                                new TransferSettings.RecoveryRules(
                                        OnFail.HANGUP,
                                        false,
                                        false,
                                        false,
                                        TransferSettings.CallerId.TRANSFEROR,
                                        Duration.ofSeconds(60)),
                                TransferSettings.ParkRules.OFF));
    }
}
