package io.referee.server.guard;

/// Tools that look for servers to rob, by the names that they give themselves in User-Agent. One
/// with another name is found by what it does.
final class Scanners {
    /// What their User-Agent begins with, in any case.
    private static final String[] NAMES = {
        "friendly-scanner",
        "friendly-request",
        "sipvicious",
        "sip-scan",
        "sipscan",
        "sipcli",
        "siparmyknife",
        "sundayddr",
        "vaxsipuseragent",
        "pplsip",
        "iwar",
        "smap"
    };

    private Scanners() {}

    static boolean named(String userAgent) {
        for (String name : NAMES) {
            if (userAgent.regionMatches(true, 0, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }
}
