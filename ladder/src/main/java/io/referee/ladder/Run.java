package io.referee.ladder;

/// One named test run, e.g. for `DynamicTest.dynamicTest(run.name(), run.body()::run)`. The body
/// throws [LadderFailure] when the ladder does not hold; it can be run again and does the same.
public record Run(String name, Runnable body) {}
