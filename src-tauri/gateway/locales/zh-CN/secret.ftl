### secret
