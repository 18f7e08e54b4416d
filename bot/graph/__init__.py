"""Microsoft Graph on the wire, within the permissions that an administrator has allowed.

Every permission is optional and off until an operator names it (`bot.graph.permissions`). This
package knows no rule of the programme, no ledger and no wording of a card.
"""
