package com.example;

public final class Greeter {
  private Greeter() {}

  public static void main(String[] args) {
    System.out.println("good morning");
  }
}
