package io.referee.server.house.example.somewhere;

import com.tngtech.archunit.core.domain.JavaClass;

import io.referee.server.house.example.cdr.Bill;

import java.util.List;

/// Lives in a room that the house does not have, and knows a library.
public record Stranger(Bill bill, List<JavaClass> library, int[] numbers) {}
