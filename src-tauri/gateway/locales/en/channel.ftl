### channel
