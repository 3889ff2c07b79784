# The default target lists the others. Everything works with Maven and a JDK 25; the default java may be older.

MVN = mvn -B
JDK25 = $(shell ./referee --java-home)

.DEFAULT_GOAL := help
.PHONY: help build test verify demo serve format lint rfc cases dependencies javadoc bench bench-build bench-jmh soak fuzz simulation clean

help:     ## list the targets
	@sed -n 's/^\([a-z-]*\): *## */\1\t/p' Makefile | expand -t 12

build:    ## compile and gather the server in server/target/referee
	$(MVN) -q -pl server -am -Dmaven.test.skip=true package

test:     ## build and run the tests of every module but acceptance
	$(MVN) -pl '!acceptance,!bench' test

verify:   ## build and run every test and check
	$(MVN) verify

demo:     ## three phones call each other and get transferred
	./referee demo

serve:    ## run the server in the foreground
	./referee serve

format:   ## rewrite the sources as google-java-format (AOSP) prints them
	@test -n "$(JDK25)"
	JAVA_HOME="$(JDK25)" MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" $(MVN) -q -N -Pformat spotless:apply

lint:     ## compile everything again, and show also what ErrorProne only warns of
	rm -rf */target/classes */target/test-classes
	$(MVN) -Derrorprone.warnings=-XepDisableWarningsInGeneratedCode test-compile

rfc:      ## write docs/rfc/conformance.md from the citations in the sources
	@test -n "$(JDK25)"
	@$(JDK25)/bin/java server/src/test/java/io/referee/server/house/Conformance.java

cases:    ## write docs/transfer-cases.md from the display names of the tests
	@test -n "$(JDK25)"
	@$(JDK25)/bin/java server/src/test/java/io/referee/server/house/TransferCases.java

dependencies: ## write docs/dependencies.md: what is packaged with the server, with versions and licences
	@test -n "$(JDK25)"
	@$(MAKE) -s build
	@$(JDK25)/bin/java server/src/test/java/io/referee/server/house/Dependencies.java

javadoc:  ## build the Javadoc of the three library modules; a warning fails it
	@test -n "$(JDK25)"
	JAVA_HOME="$(JDK25)" MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" $(MVN) -q -Prelease -pl sip,sip-net,softphone -am -Dmaven.test.skip=true package

bench:    ## measure everything against its peers, into bench/results/DATE-whole.md: make bench, or make bench QUICK=1
	bench/whole $(if $(QUICK),--quick)

bench-build: ## build the benchmarks; bench/README.md says how to run one alone
	$(MVN) -q -pl bench -am -Dmaven.test.skip=true package

soak:     ## mixed load, then look what is left: make soak SECONDS=240 RATE=200 RESULT=bench/results/DATE-soak.md
	bench/soak $(or $(SECONDS),240) $(or $(RATE),200) $(or $(RESULT),-)

bench-jmh: ## measure the library with JMH; fails when it is 20 % worse than bench/baseline.txt
	bench/jmh

fuzz:     ## fuzz one reader for real: make fuzz TARGET=message SECONDS=300 (or stream, uri, sdp, digest, websocket)
	sip/fuzz $(or $(TARGET),message) $(or $(SECONDS),60)

simulation: ## play random histories: make simulation RUNS=100000 SEED=1
	$(MVN) -q -pl server -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.runs=$(or $(RUNS),10000) -Dsimulation.seed=$(or $(SEED),1)

clean:    ## delete what was built
	$(MVN) -q clean
