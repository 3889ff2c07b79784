package io.referee.server.app.apply;

import static io.referee.server.app.apply.People.EMPTY;
import static io.referee.server.app.apply.People.PEOPLE_APPLIED;
import static io.referee.server.app.apply.People.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Rate;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ApplyRefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "user: []^line 1:1: unknown key user; the nearest known one is users.",
                "users: aaron^line 1:8: users must be a list, not \"aaron\".",
                "users: [aaron]^line 1:9: users[0] must be a group of keys (name, password, keys,"
                        + " accounts, providers, dialPlans, rates), not \"aaron\".",
                "users: [{}]^line 1:9: users[0] needs the key name.",
                "users: [{name: ''}]^line 1:10: users[0].name must not be empty.",
                "users: [{name: a b}]^line 1:10: users[0].name must be 1 to 64 letters, digits or"
                        + " any of . _ - + * ! ~, not \"a b\".",
                "users: [{name: a}, {name: a}]^line 1:21: users[1].name repeats the user a.",
                "users: [{name: a, pasword: x}]^line 1:19: unknown key users[0].pasword; the"
                        + " nearest known one is users[0].password.",
                "users: [{name: a, password: ''}]^line 1:19: users[0].password must not be empty.",
                "users: [{name: a, keys: k}]^line 1:25: users[0].keys must be a list, not \"k\".",
                "users: [{name: a, keys: ['k k']}]^line 1:26: users[0].keys[0] must be 1 to 256"
                        + " printable ASCII characters without spaces.",
                "users: [{name: a, rates: [{code: b}]}]^line 1:27: users[0].rates[0] needs the key"
                        + " perMinute.",
                "users: [{name: a, rates: [{perMinute: -1}]}]^line 1:28:"
                        + " users[0].rates[0].perMinute must be a number, 0 or more, with at most 5"
                        + " decimals.",
                "users: [{name: a, rates: [{perMinute: 1, setup: 0.000001}]}]^line 1:42:"
                        + " users[0].rates[0].setup must be a number, 0 or more, with at most 5"
                        + " decimals.",
                "users: [{name: a, rates: [{perMinute: 1, increment: 0}]}]^line 1:42:"
                        + " users[0].rates[0].increment must be 1 to 3600 seconds, not \"0\".",
                "users: [{name: a, rates: [{perMinute: 1, increment: 3601}]}]^line 1:42:"
                        + " users[0].rates[0].increment must be 1 to 3600 seconds, not \"3601\".",
                "users: [{name: a, rates: [{perMinute: 1, prefix: 0 1}]}]^line 1:42:"
                        + " users[0].rates[0].prefix must be what numbers begin with, at most 64"
                        + " digits or letters, not \"0 1\".",
                "users: [{name: a, rates: [{perMinute: 1, code: a b}]}]^line 1:42:"
                        + " users[0].rates[0].code must be 1 to 64 letters, digits or any of . _ -"
                        + " + * ! ~, not \"a b\".",
                "users: [{name: a, rates: [{perMinute: 1, code: b}, {perMinute: 1, code: b}]}]^line"
                        + " 1:67: users[0].rates[1].code repeats the rate b.",
                "users: [{name: a, rates: [{perMinute: 1, prefix: 3}, {perMinute: 1, prefix: +3}]}]"
                        + "^line 1:69: users[0].rates[1].prefix repeats the prefix \"3\" of the"
                        + " rate plan default.",
                "users: [{name: a, keys: [k, k]}]^line 1:29: users[0].keys[1] repeats a key of this"
                        + " file.",
            })
    void aWrongUserNamesLineAndKey(String yaml, String sentence) {
        refused(yaml, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "{name: bob}^{at} needs the key password, because the account is new.",
                "{name: b@c, password: p}^{at}.name must be 1 to 64 letters, digits or any of . _ -"
                        + " + * ! ~, not \"b@c\".",
                "{name: bob, password: p, domain: other.net}^{at}.domain must be a domain of this"
                        + " server (localhost, example.org), not \"other.net\".",
                "{name: bob, password: p, transfer: maybe}^{at}.transfer must be deny, pass,"
                        + " consume, attended or ask, not \"maybe\".",
                "{name: bob, password: p, incomingOnly: maybe}^{at}.incomingOnly must be true or"
                        + " false.",
                "{name: bob, password: p, noRefer: maybe}^{at}.noRefer must be true or false, not"
                        + " \"maybe\".",
                "{name: bob, password: p, notify: all}^{at}.notify must be one of full, final,"
                        + " immediate200, not \"all\".",
                "{name: bob, password: p, transferGroup: a b}^{at}.transferGroup must be 1 to 64"
                        + " letters, digits or any of . _ - + * ! ~, or empty, not \"a b\".",
                "{name: bob, password: p, referredByToken: on}^{at}.referredByToken must be one"
                        + " of optional, required, not \"on\".",
                "{name: bob, password: p, strategy: best}^{at}.strategy must be one of auto, known,"
                        + " late-x, late-y, park-first, fresh-fix, not \"best\".",
                "{name: bob, password: p, addresses: [here]}^{at}.addresses[0] must be a network"
                        + " such as 10.0.0.0/8.",
                "{name: bob, password: p, natKeepAlives: often}^{at}.natKeepAlives must be true or"
                        + " false.",
                "{name: bob, password: p, networkId: the house of bob}^{at}.networkId must be at"
                        + " most 16 printable ASCII characters without spaces.",
                "{name: bob, password: p, onFail: weep}^{at}.onFail must be restore, recall,"
                        + " hangup, to:DESTINATION or dialplan:NAME, or some of them with commas"
                        + " between, not \"weep\".",
                "{name: bob, password: p, prepaid: maybe}^{at}.prepaid must be true or false.",
                "{name: bob, password: p, prepaid: true, credit: -1}^{at}.credit must be a number"
                        + " of seconds, 0 or more.",
                "{name: bob, password: p, prepaid: true, credit: 0.123456}^{at}.credit must be a"
                        + " number of seconds, 0 or more.",
                "{name: bob, password: p, ratePlan: a b}^{at}.ratePlan must be 1 to 64 letters,"
                        + " digits or any of . _ - + * ! ~, not \"a b\".",
                "{name: bob, password: p, credit: 60}^{at} has credit without prepaid: true.",
                "{name: bob, password: p, in: main}^{at}.in must be a dial plan of a or empty;"
                        + " there is none called \"main\".",
                "{name: bob, password: p, out: main}^{at}.out must be a dial plan of a or empty;"
                        + " there is none called \"main\".",
                "{name: bob, password: p, trasfer: deny}^unknown key {at}.trasfer; the nearest"
                        + " known one is {at}.transfer.",
            })
    void aWrongAccountNamesLineAndKey(String account, String sentence) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(
                        () ->
                                apply(
                                        "users:\n  - name: a\n    accounts:\n      - "
                                                + account
                                                + "\n",
                                        EMPTY))
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .startsWith("people.yaml, line 4:")
                                        .endsWith(
                                                ": "
                                                        + sentence.replace(
                                                                "{at}", "users[0].accounts[0]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "{type: rules}^{at} needs the key name.",
                "{name: p}^{at} needs the key type.",
                "{name: p, type: ruby, rules: []}^{at}.rules must not stand in a plan of type"
                        + " ruby.",
                "{name: p, type: lua}^{at}.type must be ruby or rules, not \"lua\".",
                "{name: p, type: rules, script: x}^{at}.script must not stand in a plan of type"
                        + " rules.",
                "{name: p, type: rules, traceEmail: a@b}^{at}.traceEmail must not stand in a plan"
                        + " of type rules.",
                "{name: p, type: ruby, script: x, traceEmail: nobody}^{at}.traceEmail must be one"
                        + " to 5 mail addresses with ; between them, not \"nobody\".",
                "{name: p, type: rules, rules: x}^{at}.rules must be a list, not \"x\".",
                "{name: p, type: rules, rules: [{pattern: 1, command: dial, parameters:"
                        + " b}]}^{at}.rules[0] needs the key match.",
                "{name: p, type: rules, rules: [{match: exact, pattern: 1}]}^{at}.rules[0] needs"
                        + " the key command.",
                "{name: p, type: rules, rules: [{match: exact, command: dial, parameters:"
                        + " b}]}^{at}.rules[0] needs the key pattern.",
                "{name: p, type: rules, rules: [{match: exact, pattern: 1, command:"
                        + " dial}]}^{at}.rules[0] needs the key parameters.",
                "{name: p, type: rules, rules: [{match: around, pattern: 1, command: dial,"
                        + " parameters: b}]}^{at}.rules[0].match must be exact, prefix or regex,"
                        + " not \"around\".",
                "{name: p, type: rules, rules: [{direction: up, match: exact, pattern: 1, command:"
                        + " dial, parameters: b}]}^{at}.rules[0].direction must be in or out, not"
                        + " \"up\".",
                "{name: p, type: rules, rules: [{match: exact, pattern: 1, command: explode,"
                        + " parameters: b}]}^{at}.rules[0].command must be dial, dialAdvanced,"
                        + " reject or highriseLookup, and in the plan onRefer acceptTransfer,"
                        + " passTransfer, askOwner or reject, not \"explode\".",
                "{name: p, type: rules, rules: [{match: exact, pattern: 1, command: dial,"
                        + " parameters: b, disabled: maybe}]}^{at}.rules[0].disabled must be true"
                        + " or false, not \"maybe\".",
                "{name: p, type: rules, rules: [{match: exact, pattern: 1, command: dial,"
                        + " parameters: b, commandParameter1: c}]}^{at}.rules[0].commandParameter1"
                        + " says the same as parameters: leave one of them out.",
                "{name: p, type: rules, rules: [{match: exact, timePatern: 1}]}^unknown key"
                        + " {at}.rules[0].timePatern; the nearest known one is"
                        + " {at}.rules[0].timePattern.",
                "{name: p, type: rules, rules: [{direction: in, command: dial, parameters: b,"
                    + " commandParameter2: x, commandParameter1:"
                    + " 1}]}^{at}.rules[0].commandParameter1 says the same as parameters: leave one"
                    + " of them out.",
                "{name: p, type: rules, rules: [{direction: in, command: reject, patternType:"
                    + " exact, commandParameter1: busy}]}^{at}.rules[0].commandParameter1 must be a"
                    + " SIP status from 400 to 699, such as 486, not \"busy\".",
            })
    void aWrongDialPlanNamesLineAndKey(String plan, String sentence) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(
                        () ->
                                apply(
                                        "users:\n  - name: a\n    dialPlans:\n      - "
                                                + plan
                                                + "\n",
                                        EMPTY))
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .startsWith("people.yaml, line 4:")
                                        .endsWith(
                                                ": "
                                                        + sentence.replace(
                                                                "{at}", "users[0].dialPlans[0]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "{server: s}^{at} needs the key name.",
                "{name: a.b, server: s}^{at}.name must hold no dot, which would make it look like a"
                        + " host.",
                "{name: b}^{at} needs the key server.",
                "{name: b, server: s, register: perhaps}^{at}.register must be true or false, not"
                        + " \"perhaps\".",
                "{name: b, server: s, registerExpiry: soon}^{at}.registerExpiry must be a number of"
                        + " seconds from 60 to 86400, not \"soon\".",
                "{name: b, server: s, registerExpiry: 59}^{at}.registerExpiry must be a number of"
                        + " seconds from 60 to 86400, not \"59\".",
                "{name: b, server: s, registerExpiry: 86401}^{at}.registerExpiry must be a number"
                        + " of seconds from 60 to 86400, not \"86401\".",
                "{name: b, server: 'sip:u@s'}^{at}.server must be a host or a SIP URI without a"
                        + " user, as in sip:sip.example.org;transport=tcp.",
                "{name: b, server: s, outboundProxy: 'a b'}^{at}.outboundProxy must be a host or a"
                        + " SIP URI without a user, as in sip:sip.example.org;transport=tcp, not"
                        + " \"a b\".",
                "{name: b, server: s, register: true}^{at} needs the key username to register.",
                "{name: b, server: s, registerContact: s}^{at}.registerContact must be an address,"
                        + " as in sip:alice@example.org, not \"s\".",
                "{name: b, server: s, referToForm: fax}^{at}.referToForm must be asGiven, tel or"
                        + " sipTrunkHost, not \"fax\".",
                "{name: b, server: s, transfer: all}^{at}.transfer must be deny, pass, consume,"
                        + " attended or ask, not \"all\".",
                "{name: b, server: s, identity: all}^{at}.identity must be one of pai, rpid, both,"
                        + " not \"all\".",
                "{name: b, server: s, payer: eve}^{at}.payer must be an account of a; there is"
                        + " none called \"eve@localhost\".",
                "{name: b, server: s, customHeaders: [X]}^{at}.customHeaders must look like"
                        + " \"X-Name: value\", not \"X\".",
                "{name: b, server: s, customHeaders: 'X-A: 1|via: x'}^{at}.customHeaders must not"
                        + " hold via, which the server writes itself.",
            })
    void aWrongProviderNamesLineAndKey(String provider, String sentence) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(
                        () ->
                                apply(
                                        "users:\n  - name: a\n    providers:\n      - "
                                                + provider
                                                + "\n",
                                        EMPTY))
                .satisfies(
                        e ->
                                assertThat(e.sentence())
                                        .startsWith("people.yaml, line 4:")
                                        .endsWith(
                                                ": "
                                                        + sentence.replace(
                                                                "{at}", "users[0].providers[0]")));
    }

    @Test
    void namesGivenTwiceAreRefused() {
        refused(
                "users: [{name: a, accounts: [{name: x, password: p}, {name: x, domain: LOCALHOST,"
                        + " password: p}]}]",
                "line 1:55: users[0].accounts[1].name repeats the account x@localhost.");
        refused(
                "users: [{name: a, dialPlans: [{name: x, type: rules}, {name: x, type: rules}]}]",
                "line 1:56: users[0].dialPlans[1].name repeats the dial plan x.");
    }

    @Test
    void whatBelongsToAnotherUserIsRefused() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();

        refused(
                "users: [{name: eve, accounts: [{name: bob, password: p}]}]",
                "line 1:32: users[0].accounts[0] is the account bob@localhost, which belongs to"
                        + " another user.",
                once);
        refused(
                "users: [{name: eve, keys: [k-aaron]}]",
                "line 1:28: users[0].keys[0] is a key of another user.",
                once);
    }

    @Test
    void aPlanInUseCannotBeLeftOut() {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();

        refused(
                "users: [{name: aaron, dialPlans: []}]",
                "line 1:9: users[0] must keep the dial plan simple, which the account"
                        + " alice@localhost uses.",
                once);
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> Apply.withoutDialPlan("aaron", "simple", once))
                .withMessage("the dial plan simple is in use by the account alice@localhost.");
    }

    @Test
    void thePatternsOfAPlanHaveALimitTogether() {
        String rules =
                "{match: regex, pattern: '1{1000}', command: dial, parameters: b}, ".repeat(21);
        refused(
                "users: [{name: a, dialPlans: [{name: p, type: rules, rules: [" + rules + "]}]}]",
                "line 1:54: users[0].dialPlans[0].rules hold patterns that cost too much together:"
                        + " shorten or split them.");
    }

    @Test
    void aPlanHasAtMostAThousandRules() {
        String rules = "{match: exact, pattern: 1, command: dial, parameters: b}, ".repeat(1001);
        refused(
                "users: [{name: a, dialPlans: [{name: p, type: rules, rules: [" + rules + "]}]}]",
                "line 1:54: users[0].dialPlans[0].rules must not hold more than 1000 rules.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "aaron^dave^{}^request body, line 1:1: this needs the key password, because the"
                        + " account is new.",
                "aaron^dave^{\"name\": \"eve\"}^request body, line 1:2: name must be dave, as in"
                        + " the address.",
                "aaron^dave@example.org^{\"domain\": \"localhost\"}^request body, line 1:2: domain"
                        + " must be example.org, as in the address.",
                "aaron^dave@other.net^{\"password\": \"p\"}^other.net is not a domain of this"
                        + " server (localhost, example.org).",
                "nobody^dave^{\"password\": \"p\"}^there is no user nobody.",
                "aaron^dave^{\"password\": \"p\", \"out\": \"x\"}^request body, line 1:19: out must"
                        + " be a dial plan of aaron or empty; there is none called \"x\".",
                "berta^bob^{\"password\": \"p\"}^request body, line 1:1: this is the account"
                        + " bob@localhost, which belongs to another user.",
                "aaron^@localhost^{}^@localhost is no account; one looks like alice@localhost.",
            })
    void aWrongAccountBodyIsRefused(String owner, String account, String json, String sentence) {
        DirectorySnapshot once = PEOPLE_APPLIED.directory();
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(
                        () ->
                                Apply.account(
                                        Document.json("request body", json), owner, account, once))
                .withMessage(sentence);
    }

    private static void refused(String yaml, String sentence) {
        refused(yaml, sentence, EMPTY);
    }

    private static void refused(String yaml, String sentence, DirectorySnapshot before) {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> apply(yaml, before))
                .withMessage("people.yaml, " + sentence);
    }

    @Test
    void moreRatesThanThereMayBeAreRefused() {
        String rates =
                IntStream.rangeClosed(0, Rate.MAX_RATES)
                        .mapToObj(i -> "{perMinute: 1, prefix: " + i + "}")
                        .collect(Collectors.joining(", "));

        refused(
                "users: [{name: a, rates: [" + rates + "]}]",
                "line 1:19: users[0].rates has more than 5000 rates.");
    }
}
