package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// The scripts and wizard examples of the documents that the product was asked for from, each run
/// as its text says. Only hosts are others: providers and platforms are phones on this machine.
@Execution(ExecutionMode.CONCURRENT) // each test has a server of its own
class SeedPlansTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;

    private SeedTown town;

    @AfterEach
    void stop() throws Exception {
        town.close();
    }

    private SeedTown town(String dialPlans) throws Exception {
        town = new SeedTown(folder, dialPlans);
        return town;
    }

    // ---- 001: Getting Started with the Simple Wizard

    private static final String WIZARD =
            """
            - name: main
              type: rules
              rules:
                - {direction: out, match: exact, pattern: "*100", command: dial, parameters: "0851111111@blueface", description: Mum}
                - {direction: out, match: exact, pattern: "*101", command: dial, parameters: "0852222222@blueface", description: Dad}
                - {direction: out, match: exact, pattern: "*102", command: dial, parameters: "0853333333@blueface", description: Older Brother}
                - {direction: out, match: exact, pattern: "*103", command: dial, parameters: "0854444444@blueface", description: Younger Sister}
                - {direction: out, match: prefix, pattern: "011353", command: dial, parameters: blueface}
                - {direction: out, match: prefix, pattern: "01161", command: dial, parameters: faktortel}
                - {direction: out, match: prefix, pattern: "0", command: dial, parameters: callcentric}
                - {direction: out, match: regex, pattern: "^[^0*]", command: dial, parameters: callcentric}
            """;

    @Test
    @DisplayName("001, Simple Wizard, steps 2 and 3: speed dials and international prefixes")
    void theSimpleWizardDialsByNumber() throws Exception {
        SeedTown here = town(WIZARD);

        here.calls("*100").reaches("blueface", "0851111111");
        here.calls("*101").reaches("blueface", "0852222222");
        here.calls("*102").reaches("blueface", "0853333333");
        here.calls("*103").reaches("blueface", "0854444444");
        here.calls("011353851234567").reaches("blueface", "011353851234567");
        here.calls("0116199887766").reaches("faktortel", "0116199887766");
        here.calls("0441234").reaches("callcentric", "0441234");
        here.calls("18005551212").reaches("callcentric", "18005551212");
        assertThat(here.calls("*104").status()).as("no rule is left").isEqualTo(480);
    }

    @Test
    @DisplayName("001, Simple Wizard, steps 5 and 6: calls in by provider, voicemail at last")
    void theSimpleWizardTakesCallsIn() throws Exception {
        SeedTown here =
                town(
                        """
                        - name: in
                          type: rules
                          rules:
                            - {direction: in, toMatch: toSIPAccount, toMatchParameter: prov1@localhost, command: dial, parameters: "0447623322@someprovider"}
                            - {direction: in, toMatch: toSIPAccount, toMatchParameter: prov3@localhost, command: dialAdvanced, parameters: "mine1@local&mine2@local", parameters2: 4}
                            - {direction: in, toMatch: any, command: dial, parameters: "17771234567@callcentric", description: voicemail}
                        """);

        here.strangerCalls("prov1").reaches("someprovider", "0447623322");
        SeedTown.Placed both = here.strangerCalls("prov3");
        assertThat(here.rings("mine1")).isTrue();
        assertThat(here.rings("mine2")).isTrue();
        both.reaches("callcentric", "17771234567");
    }

    // ---- 001: Redirect Processing

    @Test
    @DisplayName("001, redirect processing, approach 1: within the plan")
    void aRedirectIsProcessedInline() throws Exception {
        SeedTown here =
                town(
                        """
                        - name: main
                          type: ruby
                          script: |
                            if sys.Dial("mine1@sipsorcery").to_s == "Redirect" then
                              sys.Log("Redirect was requested to #{sys.RedirectURI.ToString()}.")
                              sys.Dial("#{sys.RedirectURI.User}@someprovider")
                            end
                        """);
        here.redirects("mine1", "sip:300@elsewhere.example");

        here.calls("1").reaches("someprovider", "300");
    }

    private static final String APPROACH_2 =
            """
            - name: main
              type: ruby
              script: |
                if sys.Out
                  sys.Log("Out call")
                  sys.Dial("mine1@local[rm=n]")
                elsif sys.Redirect
                  sys.Log("Redirect call")
                  case sys.RedirectURI.User
                    when /^300$/ then sys.Dial("#{sys.RedirectURI.User}@someprovider")
                    else sys.Log("Sorry, redirect destination not permitted")
                end
                else
                  sys.Log("In call")
                end
            """;

    @Test
    @DisplayName("001, redirect processing, approach 2: a new instance of the plan")
    void aRedirectRunsThePlanAnew() throws Exception {
        SeedTown here = town(APPROACH_2);
        here.redirects("mine1", "sip:300@elsewhere.example");

        here.calls("1").reaches("someprovider", "300");
    }

    @Test
    @DisplayName("001, redirect processing, approach 2: not permitted")
    void aRedirectElsewhereIsNotPermitted() throws Exception {
        SeedTown here = town(APPROACH_2);
        here.redirects("mine1", "sip:0019005551234@elsewhere.example");

        assertThat(here.calls("1").status()).isEqualTo(480);
        assertThat(here.says("Sorry, redirect destination not permitted")).isTrue();
    }

    // ---- 001: the saga of the blind transfer

    private static final String TRANSFER_PLAN =
            """
            - name: transfer
              type: ruby
              script: |
                sys.Log("blind transfer starting...")
                case req.URI.User
                  when /^hold$/ then sys.Dial("music@MUSIC")
                  else sys.Dial("#{req.URI.User}@local")
                end
            """;

    private static String anveo(String options) {
        return """
        - name: main
          type: ruby
          script: |
            sys.Dial("d3a0zqwcjl9pzm4ado1nvq@ANVEO%s")
        """
                .formatted(options);
    }

    @Test
    @DisplayName("001, blind transfer: refused by default")
    void aTransferIsRefusedByDefault() throws Exception {
        SeedTown here = town(anveo("") + TRANSFER_PLAN);
        SeedTown.Placed call = here.calls("1");
        PhoneCall platform = call.answeredBy("anveo");

        assertThat(here.refers(platform, "sip:mine1@localhost")).isEqualTo(603);
        assertThat(call.state().ended()).isFalse();
        assertThat(platform.state().ended()).isFalse();
    }

    @Test
    @DisplayName("001, blind transfer: tr=c and the plan named transfer")
    void aTransferIsProcessedByTheServer() throws Exception {
        SeedTown here = town(anveo("[tr=c]") + TRANSFER_PLAN);
        SeedTown.Placed call = here.calls("1");
        PhoneCall platform = call.answeredBy("anveo");

        here.answers("mine1");
        assertThat(here.refers(platform, "sip:mine1@localhost")).isEqualTo(200);
        platform.await(CallState.COMPLETED, LIMIT);
        assertThat(here.talks("mine1")).isTrue();
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
    }

    @Test
    @DisplayName("001, blind transfer: tr=p passes it to the phone at the other end")
    void aTransferIsPassedThrough() throws Exception {
        SeedTown here = town(anveo("[tr=p]") + TRANSFER_PLAN);
        SeedTown.Placed call = here.calls("1");
        PhoneCall platform = call.answeredBy("anveo");

        assertThat(here.asksPhone(call, platform, "sip:mine1@localhost")).contains("mine1");
    }

    // ---- 000: blind transfers with Tropo

    private static String tropo(String options) {
        return """
        - name: main
          type: ruby
          script: |
            case req.URI.User
              when /^232$/ then sys.Dial("999142xxx@ANVEO%s")
            end
        """
                        .formatted(options)
                + TRANSFER_PLAN;
    }

    /// The application of the platform asks for the address of the script; then the caller hears
    /// the music, and the platform is out of it.
    private static void asksForHold(
            SeedTown here, SeedTown.Placed call, PhoneCall platform, String callId)
            throws Exception {
        String answer =
                here.get(
                        "/callmanager.svc/blindtransfer?user=aaron&callid="
                                + URLEncoder.encode(callId, StandardCharsets.UTF_8)
                                + "&destination=hold");

        assertThat(answer).contains("started");
        platform.await(CallState.COMPLETED, LIMIT);
        assertThat(call.state()).isEqualTo(CallState.IN_CALL);
        assertThat(here.talks("music")).isTrue();
    }

    @Test
    @DisplayName("000, Tropo, current form: the platform names the call by its Call-ID")
    void aPlatformTransfersByCallId() throws Exception {
        SeedTown here = town(tropo(""));
        SeedTown.Placed call = here.calls("232");
        PhoneCall platform = call.answeredBy("anveo");

        asksForHold(here, call, platform, platform.sipCallId());
    }

    @Test
    @DisplayName("000, Tropo, old form: the platform names the call by its From user")
    void aPlatformTransfersByFromUser() throws Exception {
        SeedTown here = town(tropo("[fu=uniqueidxxx]"));
        SeedTown.Placed call = here.calls("232");
        PhoneCall platform = call.answeredBy("anveo");
        assertThat(platform.remoteParty().user()).isEqualTo("uniqueidxxx");

        asksForHold(here, call, platform, platform.remoteParty().user());
    }
}
