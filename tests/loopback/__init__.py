"""Real servers on loopback that stand where Microsoft's do; no test's assertions live here.

`connector` is the Bot Connector, `limits` how Teams counts, `sign_in` Microsoft's sign-in with its
keys, tokens, managed identity and vault, `graph` Microsoft Graph, `mail` a mail server; `faults` is
what each can be told to do; `activities` is what Teams sends. `served` runs the bot's endpoint with
a conversation of the test's own, `tenant` the whole bot among all of them, authentication on.
"""
