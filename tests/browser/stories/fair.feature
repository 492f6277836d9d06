Feature: From a business card to a won deal
  A salesperson comes back from a fair. What becomes of one of the cards is followed in the page to the end;
  at each step the amounts of the editor, the board, the list and the store are the same to the cent.

  Scenario: A lead from a fair becomes a deal in a second currency and is won
    Given the workbench of a small company that counts in EUR
    When a lead is entered: "Cluj Etichete S.R.L.", met at the fair, country "RO", e-mail "ada@cluj-etichete.example"
    Then "Cluj Etichete S.R.L." stands among the leads
    When the lead becomes the deal "Three printers for Cluj"
    And the deal's currency becomes RON
    Then the deal has a rate of today
    When these lines are typed into the deal
      | description     | quantity | unit price | discount |
      | Printer X400    | 3        | 4,199.995  | 10%      |
      | Ribbon cartridge| 240      | 12.35      | 0        |
      | Installation    | 1.5      | 890        | 35.50    |
    Then the deal is worth 15,603.49 RON everywhere
    When a call is planned: "call Ada tomorrow 10:00 about the plant"
    Then the head of the deal says that next is "Call"
    When the call is done and "Interested" came of it
    And a visit report is written down: "Visited the plant in Turda; they want the printers before May."
    Then both stand among the interactions
    When the competitor "Domino, lost on delivery time" is noted
    Then the deal is worth 15,603.49 RON everywhere
    When the quantity of "Ribbon cartridge" becomes 480
    Then the deal is worth 18,567.49 RON everywhere
    When the discount of "Printer X400" becomes 12.5%
    Then the deal is worth 18,252.49 RON everywhere
    When the deal moves to "Proposal"
    And the deal is closed as won, as "price" was right
    Then the deal is won and worth 18,252.49 RON everywhere
    And its history rebuilds every state it went through
    And the search for "Turda" finds it by its visit report
