package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What the texts about the Simple Wizard promise beyond their own rules.
class SeedWizardTest {
    @TempDir Path folder;

    private SeedTown town;

    @AfterEach
    void stop() throws Exception {
        town.close();
    }

    @Test
    @DisplayName("001, Simple Wizard, step 4: a regular expression, several stages, options")
    void theAdvancedDialHasStagesAndOptions() throws Exception {
        town =
                new SeedTown(
                        folder,
                        """
                        - name: main
                          type: rules
                          rules:
                            - {direction: out, match: regex, pattern: "^00(44|353)[1-9]", command: dialAdvanced, parameters: "${EXTEN:2}@blueface[fd=Aaron]|${EXTEN:2}@faktortel[tr=n]", parameters2: 20}
                            - {direction: out, match: regex, pattern: ".", command: reject, parameters: "603", parameters2: Not allowed}
                        """);
        town.rejects("blueface", 486);

        town.calls("0044207123").reaches("faktortel", "44207123");
        assertThat(town.calls("0049301234").status()).isEqualTo(603);
    }

    @Test
    @DisplayName("001, wizard for Voxalot users: a rule for calls in looks at the From header")
    void aRuleForCallsInLooksAtTheCaller() throws Exception {
        town =
                new SeedTown(
                        folder,
                        """
                        - name: in
                          type: rules
                          rules:
                            - {direction: in, toMatch: any, pattern: "somebody", command: dial, parameters: "0851111111@blueface"}
                            - {direction: in, toMatch: toSIPAccount, toMatchParameter: prov3@localhost, pattern: "stranger", command: dial, parameters: "0852222222@faktortel"}
                            - {direction: in, toMatch: any, pattern: "stranger", command: dial, parameters: "0447623322@someprovider"}
                        """);

        town.strangerCalls("prov1").reaches("someprovider", "0447623322");
        town.strangerCalls("prov3").reaches("faktortel", "0852222222");
    }
}
