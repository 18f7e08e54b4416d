"""A simulated Microsoft Teams: everybody's chat, and delivery into it by the bot's own steps."""
