"""Real servers on loopback that replace Microsoft's; they contain no assertions.

`connector` is the Bot Connector, `limits` Teams' limits, `sign_in` Microsoft's sign-in with its
keys, tokens, managed identity and vault, `graph` Microsoft Graph (with `calendars` and `library`),
`mail` a mail server. `faults` is how each can be told to fail; `activities` is what Teams sends.
`served` runs the bot's endpoint with a test's own conversation, `tenant` the whole bot among all of
these, with authentication on.
"""
