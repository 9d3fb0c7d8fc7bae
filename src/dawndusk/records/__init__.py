"""The shapes of every state: scenario, fleet, flight, work, life, bill. Stages share these and
nothing else.
"""
